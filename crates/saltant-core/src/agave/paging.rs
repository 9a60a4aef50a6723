use serde::de::DeserializeOwned;

use super::envelope;
use crate::Fields;
use crate::answer::{Answer, ReadError};
use crate::rules::Paging;

/// Which part of a list is answered: at most `limit` items, from `offset` on.
///
/// The answer names neither a total nor a next page, so a page that is not full is the last, unless it looks
/// like one that the server has cut off. A server that sends more items than requested ignores the limit: then
/// everything has come already.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct Offset {
    /// Items on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many items to leave out before the first; the server's default is 0.
    #[query]
    pub offset: Option<u64>,
}

/// Which part of a list of actors is answered: at most `limit` actors, after the first `offset` ones.
///
/// The actors' service calls the offset `skip` since it takes one at all; agavepy 1.0.0 sends it so. Older
/// servers ignore both and send all actors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct Skip {
    /// Actors on a page; the server's default is 100, or all on an older server.
    #[query]
    pub limit: Option<u64>,
    /// How many actors to leave out before the first; the server's default is 0.
    #[query = "skip"]
    pub offset: Option<u64>,
}

/// Items on a page if the program names no number: the server's declared default, so it allows as many.
const PAGE_SIZE: u64 = 250;

/// Servers cap a page at a round number of items. A page that is not full but has such a number may be capped.
const CAPS: usize = 50;

/// The offset of the page after one with this many items; `None` if it was the last.
fn next_offset(limit: u64, offset: Option<u64>, got: usize) -> Option<u64> {
    let (items, may_be_capped) = (u64::try_from(got).ok()?, got.is_multiple_of(CAPS));
    if got == 0 || items > limit || items < limit && !may_be_capped {
        return None;
    }
    offset.unwrap_or(0).checked_add(items)
}

/// Implements paging by the number of items to leave out.
macro_rules! paged_by_offset {
    ($($paging:ident by $read:ident),+) => {
        $(
            impl Paging for $paging {
                type Page<T: Send> = Vec<T>;

                fn read<T: DeserializeOwned + Send>(answer: &Answer) -> Result<Vec<T>, ReadError> {
                    envelope::$read(answer)
                }

                fn items<T: Send>(page: Vec<T>) -> Vec<T> {
                    page
                }

                fn item_count<T: Send>(page: &Vec<T>) -> usize {
                    page.len()
                }

                fn next<T: Send>(&self, page: &Vec<T>) -> Option<Self> {
                    let limit = self.limit.unwrap_or(PAGE_SIZE);
                    let offset = next_offset(limit, self.offset, page.len())?;
                    Some(Self { limit: Some(limit), offset: Some(offset) })
                }

                fn for_all(mut self) -> Self {
                    self.limit.get_or_insert(PAGE_SIZE);
                    self
                }
            }
        )+
    };
}

paged_by_offset!(Offset by list, Skip by list_or_search);
