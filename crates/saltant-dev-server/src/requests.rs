//! What was asked and answered, for tests to look at.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// A request that the server got.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestRecord {
    /// The method, in capitals.
    pub method: String,
    /// The path as it was sent, percent-encoding and all.
    pub path: String,
    /// The query as it was sent, without the question mark; empty if there was none.
    pub query: String,
    /// The status of the answer, or `None` if the connection was dropped instead.
    pub status: Option<u16>,
}

/// A long-lived server forgets the oldest requests.
const KEPT: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    count: u64,
    records: VecDeque<RequestRecord>,
}

impl RequestLog {
    /// Counts a request that has just come in.
    pub(crate) fn arrived(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).count += 1;
    }

    /// Keeps a request that was answered, or not.
    pub(crate) fn add(&self, record: RequestRecord) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.records.len() == KEPT {
            inner.records.pop_front();
        }
        inner.records.push_back(record);
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).count
    }

    pub(crate) fn records(&self) -> Vec<RequestRecord> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).records.iter().cloned().collect()
    }
}
