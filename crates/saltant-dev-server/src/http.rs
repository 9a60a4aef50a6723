//! What the services read from HTTP bodies and write into answers.

pub(crate) mod form;
pub(crate) mod jwt;
pub(crate) mod reply;
