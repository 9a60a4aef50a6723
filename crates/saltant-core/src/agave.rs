//! Agave's operations.

use crate::{Answer, ApiError, Service};

/// Agave / Tapis v2: apps, jobs, files and actors.
#[derive(Clone, Copy, Debug)]
pub struct Agave;

impl Service for Agave {
    fn read_error(answer: &Answer) -> ApiError {
        ApiError::new(crate::decode::snippet(answer.body()))
    }
}

/// Every operation of Agave.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = &[];
