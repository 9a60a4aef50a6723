//! Inmanta's operations.

use crate::{Answer, ApiError, Service};

/// Inmanta: orchestration.
#[derive(Clone, Copy, Debug)]
pub struct Inmanta;

impl Service for Inmanta {
    fn read_error(answer: &Answer) -> ApiError {
        ApiError::new(crate::decode::snippet(answer.body()))
    }
}

/// Every operation of Inmanta.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = &[];
