use serde::de::DeserializeOwned;

use super::envelope;
use crate::Fields;
use crate::answer::{Answer, ReadError};
use crate::rules::Paging;

/// Which part of a list is answered: at most `limit` items, from `offset` on.
///
/// The answer names neither a total nor a next page, so a page that is not full is the last. A server that
/// sends more items than requested ignores the limit: then everything has come already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct Offset {
    /// Items on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many items to leave out before the first; the server's default is 0.
    #[query]
    pub offset: Option<u64>,
}

/// Items on a page if the program names no number: the server's declared default, so it allows as many.
const PAGE_SIZE: u64 = 250;

impl Paging for Offset {
    type Page<T: Send> = Vec<T>;

    fn read<T: DeserializeOwned + Send>(answer: &Answer) -> Result<Vec<T>, ReadError> {
        envelope::list(answer)
    }

    fn items<T: Send>(page: Vec<T>) -> Vec<T> {
        page
    }

    fn next<T: Send>(&self, page: &Vec<T>) -> Option<Self> {
        let limit = self.limit.unwrap_or(PAGE_SIZE);
        let got = u64::try_from(page.len()).ok()?;
        if got == 0 || got != limit {
            return None;
        }
        let offset = self.offset.unwrap_or(0).checked_add(got)?;
        Some(Self { limit: Some(limit), offset: Some(offset) })
    }

    fn for_all(mut self) -> Self {
        self.limit.get_or_insert(PAGE_SIZE);
        self
    }
}
