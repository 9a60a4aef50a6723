//! How an answer is read: as a value or as an error.

pub(crate) mod api_error;
pub mod decode;
pub(crate) mod error;
pub(crate) mod known;
pub(crate) mod redact;

pub use api_error::ApiError;
pub use decode::{Answer, ReadError};
pub use error::{Attempt, Error, ErrorKind, TimeoutKind};
pub use known::{KnownSecret, mask_known};
pub use redact::{is_secret_name, redact, redact_json};
