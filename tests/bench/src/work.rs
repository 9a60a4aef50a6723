//! The workloads.

use std::str::FromStr;

use anyhow::bail;

/// A workload. Its units are counted in the comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Gets single instances, one after another.
    Get,
    /// Streams the items of a list, with prefetching; a unit is a page.
    List,
    /// Streams the same list without prefetching; a unit is a page.
    ListSequential,
    /// Reads a list page by page, ten instances each, for the cost of a page; a unit is a page.
    Walk,
    /// Waits for many instances; a unit is a tick.
    Wait,
    /// Waits for instances of which only the UUIDs are known; a unit is a tick.
    WaitByUuid,
    /// Downloads a file piece by piece.
    Download,
    /// Creates instances, one after another.
    Create,
    /// Creates many instances, sixteen at a time.
    CreateMany,
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

/// How many requests to create are sent at the same time.
pub(crate) const AT_ONCE: usize = 16;
/// Instances on a page.
pub(crate) const PAGE: u64 = 1_000;
/// Instances on a page of a walk.
pub(crate) const SMALL_PAGE: u64 = 10;

impl Work {
    /// How many units are done unless the command line says so.
    pub(crate) fn usual(self) -> u64 {
        match self {
            Self::Get => 2_000,
            Self::Create | Self::CreateMany => 1_000,
            Self::WaitByUuid => 2,
            Self::List | Self::ListSequential | Self::Walk | Self::Wait | Self::Download => u64::MAX,
        }
    }
}

impl FromStr for Work {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> anyhow::Result<Self> {
        Ok(match word {
            "get" => Self::Get,
            "list" => Self::List,
            "list-sequential" => Self::ListSequential,
            "walk" => Self::Walk,
            "wait" => Self::Wait,
            "wait-by-uuid" => Self::WaitByUuid,
            "download" => Self::Download,
            "create" => Self::Create,
            "create-many" => Self::CreateMany,
            other => bail!("unknown workload `{other}`"),
        })
    }
}
