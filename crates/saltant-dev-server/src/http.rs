//! What the services read from HTTP bodies and write into answers.

pub(crate) mod form;
pub(crate) mod jwt;
#[cfg(feature = "agave")]
pub(crate) mod loopback;
pub(crate) mod reply;
