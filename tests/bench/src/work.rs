//! The works that are measured.

use std::str::FromStr;

use anyhow::bail;

/// One of the works of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Single instances, one after another.
    Get,
    /// A list, page after page, one item at a time.
    List,
    /// The same list with nothing asked for ahead.
    ListSequential,
    /// Waits for many instances.
    Wait,
    /// Creates many instances, sixteen at a time.
    Create,
}

/// What a work has done: how many things, and anything else worth telling.
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
/// How many are created at once.
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
            other => bail!("there is no work `{other}`"),
        })
    }
}
