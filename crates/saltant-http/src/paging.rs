use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use saltant_core::{Answer, Attempt, BoxFuture, Error, ErrorKind, Paged};

use crate::Call;
use crate::recent::Recent;

/// How many numbered pages are asked for ahead unless something else is said.
const AHEAD: usize = 5;

/// A page that was asked for: the operation, and the answer with the attempts that it took.
type Fetched<O> = (O, Result<(Answer, Vec<Attempt>), Error>);

/// The pages of a list, as a stream. Nothing is asked for before it is polled; after the end or an error
/// nothing more comes.
///
/// Where pages are numbered, some are asked for ahead, and they come in order.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<'c, O: Paged> {
    call: Call<'c, O>,
    /// The page after the last one that was given, or the one that failed.
    next: Option<O>,
    under_way: FuturesOrdered<BoxFuture<'c, Fetched<O>>>,
    /// A page that came while others were being asked for.
    come: Option<Fetched<O>>,
    /// How many pages are known to follow those under way.
    follow: u64,
    ahead: usize,
    /// How many more pages to give.
    most: u64,
    /// How many more pages are of any use to who reads the items.
    wanted: u64,
    /// The addresses of the pages so far, as hashes: eight bytes a page.
    seen: HashSet<u64>,
    begun: bool,
    ended: bool,
}

// No field is ever pinned in place: the futures are boxed.
impl<O: Paged> Unpin for Pages<'_, O> {}

impl<'c, O: Paged + 'c> Pages<'c, O> {
    pub(crate) fn new(call: Call<'c, O>) -> Self {
        let next = Some(call.operation.clone());
        Self {
            call,
            next,
            under_way: FuturesOrdered::new(),
            come: None,
            follow: 0,
            ahead: AHEAD,
            most: u64::MAX,
            wanted: u64::MAX,
            seen: HashSet::new(),
            begun: false,
            ended: false,
        }
    }

    /// Asks for at most this many pages ahead of the one that was last given; 0 asks only when polled.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.ahead = pages;
        self
    }

    /// Ends after this many pages.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.most = pages;
        self
    }

    /// The operation for the page that comes next, to go on later from there; `None` after the last page.
    ///
    /// After an error it is the page that failed. What was asked for ahead makes no difference.
    pub fn resume(&self) -> Option<&O> {
        self.next.as_ref()
    }

    /// The next page, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn fetch(&mut self, operation: O) -> Result<(), Error> {
        let mut call = self.call.clone();
        call.operation = operation;
        let request = call.make(call.client.base_url())?;
        let mut hasher = DefaultHasher::new();
        request.uri().hash(&mut hasher);
        if !self.seen.insert(hasher.finish()) {
            let text = "the list points back to a page that was already read";
            return Err(
                Error::new(ErrorKind::RepeatedPage, text).with_operation(self.call.operation.metadata().name)
            );
        }
        self.under_way.push_back(Box::pin(async move {
            let answer = call.raw().await;
            (call.operation, answer)
        }));
        Ok(())
    }

    /// Asks for as many pages after `operation` as may be, and sets them going.
    fn fetch_ahead(&mut self, operation: &O, cx: &mut Context<'_>) -> Result<(), Error> {
        let before = self.under_way.len();
        while self.under_way.len() + usize::from(self.come.is_some()) < self.ahead && self.follow > 0 {
            let steps = self.under_way.len() + usize::from(self.come.is_some()) + 1;
            let Some(later) = operation.ahead(u32::try_from(steps).unwrap_or(u32::MAX)) else { break };
            self.follow -= 1;
            self.fetch(later)?;
        }
        // A future sends nothing before it is polled, and whoever got a page may be busy with it for long.
        if self.under_way.len() > before
            && self.come.is_none()
            && let Poll::Ready(come) = self.under_way.poll_next_unpin(cx)
        {
            self.come = come;
        }
        Ok(())
    }

    /// Reads a page that has come and finds out what follows it.
    fn take(&mut self, fetched: Fetched<O>, cx: &mut Context<'_>) -> Result<Option<O::Output>, Error> {
        let (operation, answer) = fetched;
        let (answer, attempts) = match answer {
            Ok(answer) => answer,
            // The list has become shorter since its length was read.
            Err(error) if self.begun && error.is_not_found() && operation.ahead(1).is_some() => {
                self.next = None;
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        // What is known to follow is sent for before this page is read, so that the two go on together.
        self.fetch_ahead(&operation, cx)?;
        let page = operation.read(&answer).map_err(|error| error.with_attempts(attempts))?;
        self.begun = true;
        self.next = operation.next(&page);
        if self.next.is_none() {
            self.forget();
        } else if self.ahead > 0 {
            let known = operation.pages_after(&page).unwrap_or(0).min(self.most.min(self.wanted) - 1);
            let asked = self.under_way.len() + usize::from(self.come.is_some());
            self.follow = known.saturating_sub(asked as u64);
            self.fetch_ahead(&operation, cx)?;
        }
        Ok(Some(page))
    }

    /// Gives up what was asked for ahead.
    fn forget(&mut self) {
        self.follow = 0;
        self.come = None;
        self.under_way = FuturesOrdered::new();
    }

    fn end(&mut self) {
        self.ended = true;
        self.forget();
    }

    /// The next page that was asked for, which is asked for now if none is.
    fn poll_fetched(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Fetched<O>>, Error>> {
        if let Some(come) = self.come.take() {
            return Poll::Ready(Ok(Some(come)));
        }
        if self.under_way.is_empty() {
            let Some(operation) = self.next.clone() else { return Poll::Ready(Ok(None)) };
            if let Err(error) = self.fetch(operation) {
                return Poll::Ready(Err(error));
            }
        }
        self.under_way.poll_next_unpin(cx).map(Ok)
    }
}

impl<'c, O: Paged + 'c> Stream for Pages<'c, O> {
    type Item = Result<O::Output, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.ended || this.most == 0 {
            this.end();
            return Poll::Ready(None);
        }
        let fetched = ready!(this.poll_fetched(cx));
        let page = fetched.and_then(|fetched| fetched.map_or(Ok(None), |fetched| this.take(fetched, cx)));
        match page.transpose() {
            Some(Ok(page)) => {
                this.most -= 1;
                Poll::Ready(Some(Ok(page)))
            }
            end => {
                this.end();
                Poll::Ready(end)
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Pages<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}

/// The items of a list, page after page, as a stream.
///
/// An item that moves from one page to the next between two requests is given once.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<'c, O: Paged> {
    pages: Pages<'c, O>,
    page: std::vec::IntoIter<O::Item>,
    /// How many items the last page had.
    size: usize,
    left: u64,
    recent: Recent,
}

impl<O: Paged> Unpin for Items<'_, O> {}

impl<'c, O: Paged + 'c> Items<'c, O> {
    pub(crate) fn new(pages: Pages<'c, O>) -> Self {
        Self { pages, page: Vec::new().into_iter(), size: 0, left: u64::MAX, recent: Recent::default() }
    }

    /// Asks for at most this many pages ahead; 0 asks only when polled.
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
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items; the first error ends it.
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
                if this.recent.is_new(O::identity(&item)) {
                    this.left -= 1;
                    return Poll::Ready(Some(Ok(item)));
                }
            }
            // Pages that no item is wanted of are not asked for ahead; how many that is, the first page tells.
            if this.left < u64::MAX {
                this.pages.wanted = if this.size == 0 { 1 } else { this.left.div_ceil(this.size as u64) };
            }
            match ready!(this.pages.poll_next_unpin(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    this.page = O::items(page).into_iter();
                    this.size = this.page.len();
                    this.recent.begin_page(this.page.len());
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
