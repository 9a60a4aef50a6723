use saltant_types::saltant::Page;

use crate::Fields;
use crate::rules::{self, Position};

/// Items on a page when all are wanted. A real server takes about a second for such a page, and knows no
/// upper limit.
pub(super) const PAGE_SIZE_FOR_ALL: u64 = 1000;

/// Which page of a list is meant.
///
/// The next page is asked for by its number, never by the address in `next`: behind a proxy that may name
/// another host, and the credential must not follow it there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Fields)]
pub struct Paging {
    /// The number of the page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Items on a page. The server's default is 10 for task instances, and 100 for everything else.
    ///
    /// Instances that were created at the same instant have no fixed order. Small pages then repeat some and
    /// omit others: pages of 10 gave 1,427 of 1,500 such instances. Use large pages where all are wanted.
    #[query]
    pub page_size: Option<u64>,
}

impl rules::Paging for Paging {
    type Page<T: Send> = Page<T>;

    fn items<T: Send>(page: Page<T>) -> Vec<T> {
        page.results
    }

    fn item_count<T: Send>(page: &Page<T>) -> usize {
        page.results.len()
    }

    fn next<T: Send>(&self, page: &Page<T>) -> Option<Self> {
        page.has_next().then(|| self.ahead(1)).flatten()
    }

    fn ahead(&self, steps: u32) -> Option<Self> {
        let page = self.page.unwrap_or(1).checked_add(u64::from(steps))?;
        Some(Self { page: Some(page), ..*self })
    }

    fn pages_after<T: Send>(&self, page: &Page<T>) -> Option<u64> {
        if !page.has_next() {
            return Some(0);
        }
        // While another page follows, this one is full, whatever the server made of the size that was asked for.
        let size = u64::try_from(page.results.len()).ok().filter(|size| *size > 0)?;
        Some(page.count.div_ceil(size).saturating_sub(self.page.unwrap_or(1)))
    }

    fn position<T: Send>(&self, page: &Page<T>) -> Option<Position> {
        let before = match self.page.unwrap_or(1).checked_sub(1)? {
            0 => 0,
            pages => pages.checked_mul(self.page_size?)?,
        };
        Some(Position { before, total: page.count, by_item: false })
    }

    fn for_all(mut self) -> Self {
        self.page_size.get_or_insert(PAGE_SIZE_FOR_ALL);
        self
    }
}
