//! Transports, and bodies for them.

pub(crate) mod file_body;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "tower")]
pub(crate) mod tower;
