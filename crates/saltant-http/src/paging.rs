use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use saltant_core::{Answer, BoxFuture, Error, ErrorKind, Paged};

use crate::Call;

/// How many numbered pages are asked for ahead unless something else is said.
const AHEAD: usize = 6;

type Fetch<'c, O> = BoxFuture<'c, (O, Result<Answer, Error>)>;

/// The pages of a list, as a stream. Nothing is asked for before it is polled; after the end or an error
/// nothing more comes.
///
/// Where pages are numbered, some are asked for ahead, and they come in order.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<'c, O: Paged> {
    call: Call<'c, O>,
    /// The page to ask for when none is under way.
    next: Option<O>,
    under_way: FuturesOrdered<Fetch<'c, O>>,
    /// How many pages are known to follow those under way.
    follow: u64,
    ahead: usize,
    most: u64,
    seen: HashSet<u64>,
    begun: bool,
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
            follow: 0,
            ahead: AHEAD,
            most: u64::MAX,
            seen: HashSet::new(),
            begun: false,
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

    /// The operation for the page that comes next, to go on later from there; `None` after the end.
    pub fn resume(&self) -> Option<&O> {
        self.next.as_ref()
    }

    /// The next page, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn fetch(&mut self, operation: O) -> Result<(), Error> {
        let mut call = self.call.clone();
        let request = operation.to_request(call.client.base_url())?;
        let mut hasher = DefaultHasher::new();
        request.uri().hash(&mut hasher);
        if !self.seen.insert(hasher.finish()) {
            let text = "the list points back to a page that was already read";
            return Err(Error::new(ErrorKind::RepeatedPage, text).with_operation(O::FACTS.name));
        }
        call.operation = operation;
        self.under_way.push_back(Box::pin(async move {
            let answer = call.raw().await.map(|(answer, _)| answer);
            (call.operation, answer)
        }));
        Ok(())
    }

    /// Asks for as many pages ahead as may be.
    fn fetch_ahead(&mut self, operation: &O) -> Result<(), Error> {
        while self.under_way.len() < self.ahead && self.follow > 0 {
            let steps = u32::try_from(self.under_way.len() + 1).unwrap_or(u32::MAX);
            let Some(later) = operation.ahead(steps) else { break };
            self.follow -= 1;
            self.fetch(later)?;
        }
        Ok(())
    }

    /// Reads a page that has come and finds out what follows it.
    fn take(&mut self, operation: &O, answer: Result<Answer, Error>) -> Result<Option<O::Output>, Error> {
        let answer = match answer {
            Ok(answer) => answer,
            // The list has become shorter since its length was read.
            Err(error) if self.begun && error.is_not_found() => return Ok(None),
            Err(error) => return Err(error),
        };
        let page = operation.read(&answer)?;
        self.begun = true;
        self.next = operation.next(&page);
        if self.next.is_none() {
            self.under_way = FuturesOrdered::new();
        } else if self.ahead > 0 {
            let known = operation.pages_after(&page).unwrap_or(0).min(self.most);
            self.follow = known.saturating_sub(self.under_way.len() as u64);
            self.fetch_ahead(operation)?;
        }
        Ok(Some(page))
    }

    fn end(&mut self) {
        self.next = None;
        self.follow = 0;
        self.under_way = FuturesOrdered::new();
    }
}

impl<'c, O: Paged + 'c> Stream for Pages<'c, O> {
    type Item = Result<O::Output, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.most == 0 {
            this.under_way = FuturesOrdered::new();
            return Poll::Ready(None);
        }
        if this.under_way.is_empty() {
            let Some(operation) = this.next.clone() else { return Poll::Ready(None) };
            if let Err(error) = this.fetch(operation) {
                this.end();
                return Poll::Ready(Some(Err(error)));
            }
        }
        let Some((operation, answer)) = ready!(this.under_way.poll_next_unpin(cx)) else {
            return Poll::Ready(None);
        };
        match this.take(&operation, answer) {
            Ok(Some(page)) => {
                this.most -= 1;
                Poll::Ready(Some(Ok(page)))
            }
            Ok(None) => {
                this.end();
                Poll::Ready(None)
            }
            Err(error) => {
                this.end();
                Poll::Ready(Some(Err(error)))
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
    left: u64,
    /// The identities on the page being given and on the one before.
    recent: VecDeque<HashSet<u128>>,
}

impl<O: Paged> Unpin for Items<'_, O> {}

impl<'c, O: Paged + 'c> Items<'c, O> {
    pub(crate) fn new(pages: Pages<'c, O>) -> Self {
        Self { pages, page: Vec::new().into_iter(), left: u64::MAX, recent: VecDeque::new() }
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

    fn is_new(&mut self, item: &O::Item) -> bool {
        let Some(identity) = O::identity(item) else { return true };
        let seen = self.recent.iter().any(|page| page.contains(&identity));
        if let Some(page) = self.recent.back_mut() {
            page.insert(identity);
        }
        !seen
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
            while let Some(item) = this.page.next() {
                if this.is_new(&item) {
                    this.left -= 1;
                    return Poll::Ready(Some(Ok(item)));
                }
            }
            match ready!(this.pages.poll_next_unpin(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    this.page = O::items(page).into_iter();
                    this.recent.push_back(HashSet::with_capacity(this.page.len()));
                    if this.recent.len() > 2 {
                        this.recent.pop_front();
                    }
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
