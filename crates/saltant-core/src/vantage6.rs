//! Vantage6's operations.

use crate::{Answer, ApiError, Service};

/// vantage6: federated analysis.
#[derive(Clone, Copy, Debug)]
pub struct Vantage6;

impl Service for Vantage6 {
    fn read_error(answer: &Answer) -> ApiError {
        ApiError::new(crate::decode::snippet(answer.body()))
    }
}

/// Every operation of Vantage6.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = &[];
