use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt as _;
use saltant_core::{Error, Paged};

use super::given::Given;
use super::pages::Pages;
use super::watch::{IDLE_PAGES, repeated};
use crate::call::Call;

/// The items of a list, page after page, as a stream.
///
/// An item that moves to another page between two requests is given once, where the items have an identity.
/// For that, the identities of the last 8,192 items are kept, about a quarter of a MiB, however long the list is.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<'c, O: Paged> {
    pages: Pages<'c, O>,
    page: std::vec::IntoIter<O::Item>,
    /// The number of items on the last page.
    page_size: usize,
    left: u64,
    given: Given,
    /// How many items came again.
    repeats: u64,
    /// How many pages in a row had items, but none that was new.
    old_pages: u32,
    /// Whether the last page had an item that was new, or no items.
    is_page_new: bool,
}

impl<O: Paged> Unpin for Items<'_, O> {}

impl<'c, O: Paged + 'c> Call<'c, O> {
    /// The items of all pages, from the page that the operation asks for.
    pub fn items(mut self) -> Items<'c, O> {
        self.operation = self.operation.for_all();
        Items {
            pages: self.pages(),
            page: Vec::new().into_iter(),
            page_size: 0,
            left: u64::MAX,
            given: Given::default(),
            repeats: 0,
            old_pages: 0,
            is_page_new: true,
        }
    }
}

impl<'c, O: Paged + 'c> Items<'c, O> {
    /// Requests at most this many pages ahead; with 0, a page is requested only when it is polled.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Ends after this many items.
    pub fn max_items(mut self, items: u64) -> Self {
        self.left = items;
        self
    }

    /// Ends after this many pages.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// The next item, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of a call for each page, [`RepeatedPage`](saltant_core::ErrorKind::RepeatedPage) if the list gives the
    /// same again, and [`IncompleteList`](saltant_core::ErrorKind::IncompleteList) if it ends too early. After an
    /// error the list is over.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items, or the first error.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next). What came before the error is lost; to keep it, take the items one by one.
    pub async fn all(mut self) -> Result<Vec<O::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

impl<'c, O: Paged + 'c> Stream for Items<'c, O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.left == 0 {
                this.pages.end();
                return Poll::Ready(None);
            }
            for item in this.page.by_ref() {
                if O::identity(&item).is_none_or(|identity| this.given.add(identity)) {
                    (this.left, this.is_page_new) = (this.left - 1, true);
                    return Poll::Ready(Some(Ok(item)));
                }
                this.repeats += 1;
            }
            this.old_pages = if this.is_page_new { 0 } else { this.old_pages + 1 };
            if this.old_pages > IDLE_PAGES {
                this.pages.end();
                this.left = 0;
                let name = this.pages.operation_name();
                return Poll::Ready(Some(Err(
                    repeated("gives the same items again and again").with_operation(name)
                )));
            }
            // Pages of which no item is needed are not requested ahead. The first page tells their size.
            if this.left < u64::MAX {
                let size = this.page_size as u64;
                this.pages.need_at_most(if size == 0 { 1 } else { this.left.div_ceil(size) });
            }
            // The room of the last page is given back before the next one is read.
            this.page = Vec::new().into_iter();
            match ready!(this.pages.poll_next_unpin(cx)) {
                None => {
                    this.left = 0;
                    return Poll::Ready(this.pages.check_whole(this.repeats).err().map(Err));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    this.page = O::items(page).into_iter();
                    this.page_size = this.page.len();
                    this.is_page_new = this.page_size == 0;
                }
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Items<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
