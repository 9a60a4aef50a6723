use crate::Operation;

/// A list that comes in pages.
///
/// The operation for the next page is the resume token: keep it (it serialises) to go on later.
pub trait Paged: Operation {
    /// One item of the list.
    type Item: Send;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;

    /// The operation for the page after this one; `None` on the last page.
    fn next(&self, page: &Self::Output) -> Option<Self>;

    /// The operation for the page `steps` after the one that `self` asks for, where pages are numbered, so
    /// that several can be asked for at once.
    fn ahead(&self, _steps: u32) -> Option<Self> {
        None
    }

    /// How many pages follow this one, where the service tells.
    fn pages_after(&self, _page: &Self::Output) -> Option<u64> {
        None
    }

    /// The operation to begin with when all items are wanted: with pages as large as is good for both sides.
    #[must_use]
    fn for_all(self) -> Self {
        self
    }

    /// What tells an item from another, so that one that moved to the next page meanwhile is given once.
    fn identity(_item: &Self::Item) -> Option<u128> {
        None
    }
}
