/// Implements paging by offset for a list operation with `limit` and `offset`.
///
/// The answer tells neither a total nor a next page, so a short page is the last. A server that sends more
/// than it was asked for does not heed the limit: then everything is there already.
macro_rules! offset_pages {
    ($operation:ident, $item:ty) => {
        impl $crate::Paged for $operation {
            type Item = $item;

            fn items(page: Self::Output) -> Vec<Self::Item> {
                page
            }

            fn next(&self, page: &Self::Output) -> Option<Self> {
                let limit = self.limit.unwrap_or($crate::agave::paging::PAGE_SIZE);
                let got = u64::try_from(page.len()).ok()?;
                if got == 0 || got != limit {
                    return None;
                }
                let offset = self.offset.unwrap_or(0).checked_add(got)?;
                Some(Self { limit: Some(limit), offset: Some(offset), ..self.clone() })
            }

            fn for_all(mut self) -> Self {
                self.limit.get_or_insert($crate::agave::paging::PAGE_SIZE);
                self
            }
        }
    };
}

pub(super) use offset_pages;

/// Items on a page when all are wanted: the server's declared default, which it is sure to honour.
pub(super) const PAGE_SIZE: u64 = 250;
