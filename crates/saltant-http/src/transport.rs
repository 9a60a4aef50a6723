//! Transports, and bodies for them.

#[cfg(feature = "reqwest")]
pub(crate) mod connections;
pub(crate) mod file_body;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "tower")]
pub(crate) mod tower;
