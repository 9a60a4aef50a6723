//! The record of requests, for tests to read.

use std::collections::VecDeque;

use crate::store::Guarded;

/// A request that the server received.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestRecord {
    /// The method, in capitals.
    pub method: String,
    /// The path as it was sent, percent-encoding included.
    pub path: String,
    /// The query as it was sent, without the question mark; empty if there was none.
    pub query: String,
    /// The status of the answer, or `None` if a fault closed the connection instead.
    pub status: Option<u16>,
}

/// How many requests are kept: a long-lived server forgets the oldest.
const KEPT: usize = 10_000;

#[derive(Debug, Default)]
pub(crate) struct RequestLog(Guarded<Inner>);

#[derive(Debug, Default)]
struct Inner {
    count: u64,
    records: VecDeque<RequestRecord>,
}

impl RequestLog {
    /// Counts a request that has just come in.
    pub(crate) fn arrived(&self) {
        self.0.with(|inner| inner.count += 1);
    }

    /// Keeps a request whose handling has ended.
    pub(crate) fn add(&self, record: RequestRecord) {
        tracing::debug!(
            target: "saltant_dev_server::requests",
            method = record.method, path = record.path, status = record.status
        );
        self.0.with(|inner| {
            if inner.records.len() == KEPT {
                inner.records.pop_front();
            }
            inner.records.push_back(record);
        });
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.with(|inner| inner.count)
    }

    pub(crate) fn records(&self) -> Vec<RequestRecord> {
        self.0.with(|inner| inner.records.iter().cloned().collect())
    }
}
