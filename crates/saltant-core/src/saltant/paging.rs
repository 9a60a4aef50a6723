/// Implements paging by number for a list operation with `page` and `page_size`.
///
/// The next page is asked for by its number, never by the address in `next`: behind a proxy that may name
/// another host, and the credential must not follow it there.
macro_rules! numbered_pages {
    ($operation:ident $(<$k:ident: $bound:ident>)?, $item:ty $(, identity = $identity:expr)?) => {
        impl $(<$k: $bound>)? $crate::Paged for $operation $(<$k>)? {
            type Item = $item;

            fn items(page: Self::Output) -> Vec<Self::Item> {
                page.results
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
                // While another page follows, this one is full, whatever size the server made of the wish.
                let size = u64::try_from(page.results.len()).ok().filter(|size| *size > 0)?;
                Some(page.count.div_ceil(size).saturating_sub(self.page.unwrap_or(1)))
            }

            fn for_all(mut self) -> Self {
                self.page_size.get_or_insert($crate::saltant::paging::PAGE_SIZE_FOR_ALL);
                self
            }

            $(
                fn identity(item: &Self::Item) -> Option<u128> {
                    let identity: fn(&Self::Item) -> u128 = $identity;
                    Some(identity(item))
                }
            )?
        }
    };
}

pub(super) use numbered_pages;

/// Items on a page when all are wanted. A real server takes about a second for such a page; it knows no
/// upper limit.
pub(super) const PAGE_SIZE_FOR_ALL: u64 = 1000;
