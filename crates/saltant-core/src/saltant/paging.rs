use saltant_types::saltant::Page;

use crate::{Fields, rules};

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
    #[query]
    pub page_size: Option<u64>,
}

impl rules::Paging for Paging {
    type Page<T: Send> = Page<T>;

    fn items<T: Send>(page: Page<T>) -> Vec<T> {
        page.results
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

    fn for_all(mut self) -> Self {
        self.page_size.get_or_insert(PAGE_SIZE_FOR_ALL);
        self
    }
}
