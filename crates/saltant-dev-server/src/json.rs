//! JSON as the services' Python and PostgreSQL read and write it.
//!
//! No library does this: objects keep the order of their keys and numbers keep every digit, which the
//! wire shows (`arguments` come back as they were sent, then reordered), and errors have the texts of
//! Python's reader, with its positions. `serde_json` keeps order and digits only through features that
//! change it for the whole program, and has its own error texts.

pub(crate) mod digits;
pub(crate) mod jsonb;
mod parse;
pub(crate) mod python;
mod value;

pub(crate) use parse::{Constants, ParseError, parse};
pub(crate) use value::Json;
