//! Astakos's operations.

use crate::{Answer, ApiError, Service};

/// Astakos: identity, quotas and projects.
#[derive(Clone, Copy, Debug)]
pub struct Astakos;

impl Service for Astakos {
    fn read_error(answer: &Answer) -> ApiError {
        ApiError::new(crate::decode::snippet(answer.body()))
    }
}

/// Every operation of Astakos.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = &[];
