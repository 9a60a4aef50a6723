use saltant_types::vantage6::Page;
use serde::de::DeserializeOwned;

use crate::answer::decode;
use crate::answer::{Answer, ReadError};

/// Reads a page, and how many items there are from the header that says it.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<Page<T>, ReadError> {
    let mut page: Page<T> = decode::json(answer)?;
    let total = answer.headers().get("total-count").and_then(|value| value.to_str().ok());
    page.total = total.and_then(|text| text.trim().parse().ok()).or(page.total);
    Ok(page)
}

/// Implements paging by number for a list operation with `page`, `per_page` and `sort`.
///
/// The next page is asked for by its number: the server's own links lose parameters that come several times.
/// Where the server knows no order by itself, all items are asked for in the order of their ids, for
/// otherwise a page may repeat what another one has given and leave others out.
macro_rules! numbered_pages {
    ($operation:ident, $item:ty, per_page = $per_page:expr, sort = $sort:expr) => {
        impl $crate::Paged for $operation {
            type Item = $item;

            fn items(page: Self::Output) -> Vec<Self::Item> {
                page.data
            }

            fn next(&self, page: &Self::Output) -> Option<Self> {
                page.has_next().then(|| self.ahead(1)).flatten()
            }

            fn ahead(&self, steps: u32) -> Option<Self> {
                let page = self.page.unwrap_or(1).checked_add(u64::from(steps))?;
                Some(Self { page: Some(page), ..self.clone() })
            }

            fn pages_after(&self, page: &Self::Output) -> Option<u64> {
                if !page.has_next() {
                    return Some(0);
                }
                let size = self.per_page.unwrap_or($crate::vantage6::paging::PAGE_SIZE).max(1);
                Some(page.total?.div_ceil(size).saturating_sub(self.page.unwrap_or(1)))
            }

            fn for_all(mut self) -> Self {
                self.per_page.get_or_insert($per_page);
                let sort: Option<&str> = $sort;
                self.sort = self.sort.or_else(|| sort.map(str::to_owned));
                self
            }

            fn identity(item: &Self::Item) -> Option<u128> {
                Some(u128::from(item.id.get()))
            }
        }
    };
}

pub(super) use numbered_pages;

/// Items on a page if a request does not say.
pub(super) const PAGE_SIZE: u64 = 10;
/// Items on a page when all are wanted. The server knows no upper limit.
pub(super) const MANY: u64 = 100;
/// Runs or results on a page when all are wanted: each may hold megabytes.
pub(super) const FEW: u64 = 20;
