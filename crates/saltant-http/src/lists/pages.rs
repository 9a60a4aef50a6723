use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use saltant_core::{BoxFuture, Bytes, Error, Paged};

use super::watch::{Seen, Watch};
use crate::call::Call;
use crate::pipeline::Sent;

/// How many numbered pages are requested ahead by default.
const PREFETCH: usize = 5;

/// A requested page: its operation, and the answer.
type Fetched<O> = (O, Result<Sent<Bytes>, Error>);

/// The pages of a list, as a stream. Nothing is sent before it is polled. It ends after the last page or the
/// first error.
///
/// Where pages are numbered, some are requested ahead; they are given in order.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<'c, O: Paged> {
    call: Call<'c, O>,
    /// The page after the last one that was given, or the one that failed.
    next: Option<O>,
    requested: FuturesOrdered<BoxFuture<'c, Fetched<O>>>,
    /// A page that arrived while others were being requested.
    arrived: Option<Fetched<O>>,
    /// How many pages are known to follow the requested ones.
    following: u64,
    prefetch: usize,
    /// How many more pages may be given.
    left: u64,
    /// How many more pages the reader of the items can need.
    needed: u64,
    seen: Arc<Seen>,
    watch: Watch,
    has_begun: bool,
    has_ended: bool,
}

// No field is pinned in place: the futures are boxed.
impl<O: Paged> Unpin for Pages<'_, O> {}

impl<'c, O: Paged + 'c> Call<'c, O> {
    /// The pages of the list, from the one that the operation asks for.
    pub fn pages(self) -> Pages<'c, O> {
        Pages {
            next: Some(self.operation.clone()),
            call: self,
            requested: FuturesOrdered::new(),
            arrived: None,
            following: 0,
            prefetch: PREFETCH,
            left: u64::MAX,
            needed: u64::MAX,
            seen: Arc::default(),
            watch: Watch::default(),
            has_begun: false,
            has_ended: false,
        }
    }
}

impl<'c, O: Paged + 'c> Pages<'c, O> {
    /// Requests at most this many pages ahead of the one that was last given; with 0, a page is requested
    /// only when it is polled.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages;
        self
    }

    /// Ends after this many pages.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.left = pages;
        self
    }

    /// The operation for the next page, to continue from there later; `None` after the last page.
    ///
    /// After an error it is the page that failed. Pages that were requested ahead do not matter.
    pub fn resume(&self) -> Option<&O> {
        self.next.as_ref()
    }

    /// The next page, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of a call for each page, [`RepeatedPage`](saltant_core::ErrorKind::RepeatedPage) if the list gives the
    /// same again, and [`IncompleteList`](saltant_core::ErrorKind::IncompleteList) if it ends too early.
    /// [`resume`](Self::resume) says where to go on.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Does not request more than this many further pages ahead.
    pub(super) fn need_at_most(&mut self, pages: u64) {
        self.needed = pages;
    }

    pub(super) fn operation_name(&self) -> &'static str {
        self.call.operation.metadata().name
    }

    /// Checks a list that was read to its end, of which some items came more than once.
    pub(super) fn check_whole(&self, repeats: u64) -> Result<(), Error> {
        self.watch.whole(repeats).map_err(|error| error.with_operation(self.operation_name()))
    }

    pub(super) fn end(&mut self) {
        self.has_ended = true;
        self.cancel_requested();
    }

    fn cancel_requested(&mut self) {
        self.following = 0;
        self.arrived = None;
        self.requested = FuturesOrdered::new();
    }

    /// The number of pages that were requested and not given yet.
    fn ahead(&self) -> usize {
        self.requested.len() + usize::from(self.arrived.is_some())
    }

    fn request(&mut self, operation: O) {
        let call = self.call.again(operation);
        let seen = self.seen.clone();
        self.requested.push_back(Box::pin(async move {
            let sent = async {
                let mut prepared = call.prepare().await?;
                seen.add(prepared.uri(), prepared.body())
                    .map_err(|error| error.with_operation(call.operation.metadata().name))?;
                prepared.answer().await
            };
            let sent = sent.await;
            (call.operation, sent)
        }));
    }

    /// Requests as many of the pages after `operation` as may be requested ahead.
    fn request_ahead(&mut self, operation: &O, cx: &mut Context<'_>) {
        let before = self.requested.len();
        while self.ahead() < self.prefetch && self.following > 0 {
            let steps = u32::try_from(self.ahead() + 1).unwrap_or(u32::MAX);
            let Some(later) = operation.ahead(steps) else { break };
            self.following -= 1;
            self.request(later);
        }
        // A future sends nothing before it is polled, and the caller may be busy with this page for long.
        if self.requested.len() > before
            && self.arrived.is_none()
            && let Poll::Ready(arrived) = self.requested.poll_next_unpin(cx)
        {
            self.arrived = arrived;
        }
    }

    /// Reads a page that has arrived and finds out which page follows it.
    fn read(&mut self, fetched: Fetched<O>, cx: &mut Context<'_>) -> Result<Option<O::Output>, Error> {
        let (operation, sent) = fetched;
        let sent = match sent {
            Ok(sent) => sent,
            // The list has become shorter since its length was read.
            Err(error) if self.has_begun && error.is_not_found() && operation.ahead(1).is_some() => {
                self.next = None;
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        // Pages that are known to follow are requested before this one is read, so that both go on together.
        self.request_ahead(&operation, cx);
        let body = Watch::content(sent.answer.body());
        let page = sent.decode(&operation)?;
        self.has_begun = true;
        self.next = operation.next(&page);
        let is_last = self.next.is_none();
        self.watch
            .page(body, O::item_count(&page), operation.position(&page), is_last)
            .map_err(|error| error.with_operation(operation.metadata().name))?;
        if self.next.is_none() {
            self.cancel_requested();
        } else if self.prefetch > 0 {
            let wanted = self.left.min(self.needed).saturating_sub(1);
            let known = operation.pages_after(&page).unwrap_or(0).min(wanted);
            self.following = known.saturating_sub(self.ahead() as u64);
            self.request_ahead(&operation, cx);
        }
        Ok(Some(page))
    }

    /// The next requested page. If none is requested, the next one is.
    fn poll_fetched(&mut self, cx: &mut Context<'_>) -> Poll<Option<Fetched<O>>> {
        if let Some(arrived) = self.arrived.take() {
            return Poll::Ready(Some(arrived));
        }
        if self.requested.is_empty() {
            let Some(operation) = self.next.clone() else { return Poll::Ready(None) };
            self.request(operation);
        }
        self.requested.poll_next_unpin(cx)
    }
}

impl<'c, O: Paged + 'c> Stream for Pages<'c, O> {
    type Item = Result<O::Output, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.has_ended || this.left == 0 {
            this.end();
            return Poll::Ready(None);
        }
        let fetched = ready!(this.poll_fetched(cx));
        let page = fetched.map_or(Ok(None), |fetched| this.read(fetched, cx)).transpose();
        match &page {
            Some(Ok(_)) => this.left -= 1,
            None | Some(Err(_)) => this.end(),
        }
        Poll::Ready(page)
    }
}

impl<O: Paged> fmt::Debug for Pages<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}
