//! The workloads.

use std::str::FromStr;

use anyhow::bail;

/// A workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Gets single instances, one after another.
    Get,
    /// Streams the items of a list, with prefetching.
    List,
    /// Streams the same list without prefetching.
    ListSequential,
    /// Waits for many instances.
    Wait,
    /// Creates many instances, sixteen at a time.
    Create,
}

/// The result of a workload: the number of items, and further figures.
pub(crate) struct Done {
    pub(crate) count: u64,
    pub(crate) note: Option<String>,
}

impl From<u64> for Done {
    fn from(count: u64) -> Self {
        Self { count, note: None }
    }
}

/// How many single instances are got.
pub(crate) const GETS: u64 = 2_000;
/// How many instances are created.
pub(crate) const CREATES: u64 = 1_000;
/// How many requests to create are sent at the same time.
pub(crate) const AT_ONCE: usize = 16;
/// Instances on a page.
pub(crate) const PAGE: u64 = 1_000;

impl FromStr for Work {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> anyhow::Result<Self> {
        Ok(match word {
            "get" => Self::Get,
            "list" => Self::List,
            "list-sequential" => Self::ListSequential,
            "wait" => Self::Wait,
            "create" => Self::Create,
            other => bail!("unknown workload `{other}`"),
        })
    }
}
