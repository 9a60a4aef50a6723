//! How a request is made: the address, the query, the headers and the body.

pub(crate) mod base_url;
pub(crate) mod body;
pub(crate) mod byte_range;
pub(crate) mod encode;
pub(crate) mod encode_error;
pub(crate) mod multipart;
pub(crate) mod recode;
pub(crate) mod text;
mod watched;

pub use base_url::{BaseUrl, InvalidBaseUrl, is_loopback};
pub use body::{Body, BoxError};
pub use byte_range::{ByteRange, InvalidByteRange};
pub use encode::{Encoder, QueryGroup, with_query};
pub use encode_error::EncodeError;
pub use multipart::Multipart;
pub use recode::Recode;
