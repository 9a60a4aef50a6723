use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::{Mutex, PoisonError};

use http::Uri;
use saltant_core::{Error, ErrorKind, Position};

/// How many pages in a row may be empty, or hold only items that came before, although another one follows.
pub(super) const IDLE_PAGES: u32 = 4;

pub(super) fn repeated(what: &str) -> Error {
    Error::new(ErrorKind::RepeatedPage, format!("the list {what}"))
}

/// The requests for the pages so far, as hashes: eight bytes a page.
#[derive(Default)]
pub(super) struct Seen(Mutex<HashSet<u64>>);

impl Seen {
    /// Adds an address, with the body of a request that has one. It is an error if it was added before.
    pub(super) fn add(&self, uri: &Uri, body: Option<&[u8]>) -> Result<(), Error> {
        let hash = Watch::hash(&(uri, body));
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(hash) {
            return Ok(());
        }
        Err(repeated("points back to a page that was already read"))
    }
}

/// Watches the pages of a list: they are to get on, and to bring as many items as the server says there are.
#[derive(Default)]
pub(super) struct Watch {
    /// The contents of the pages so far, as hashes.
    contents: HashSet<u64>,
    empty: u32,
    came: u64,
    /// How many items were to come. The list may change while it is read, so this is the least number that the
    /// server gave.
    expected: Option<u64>,
    /// How many items are before the first page that was read.
    before: Option<u64>,
    has_begun: bool,
    /// Whether pages begin after an item, so that one that comes again hides another.
    by_item: bool,
    /// Whether the last page has come.
    is_whole: bool,
}

impl Watch {
    pub(super) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        hasher.finish()
    }

    /// A hash of a page's bytes, which takes less time than reading them. Nothing depends on it against a server
    /// that looks for two pages with the same one.
    pub(super) fn content(bytes: &[u8]) -> u64 {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let (words, rest) = bytes.as_chunks::<8>();
        let words = words.iter().map(|word| u64::from_le_bytes(*word));
        let rest = rest.iter().fold(1, |rest, byte| rest << 8 | u64::from(*byte));
        words.chain([rest]).fold(0, |hash: u64, word| (hash.rotate_left(23) ^ word).wrapping_mul(FACTOR))
    }

    /// Takes a page: the hash of its bytes, the number of its items if it is known, and where it lies in the list.
    pub(super) fn page(
        &mut self,
        body: u64,
        items: Option<usize>,
        position: Option<Position>,
        is_last: bool,
    ) -> Result<(), Error> {
        if !self.contents.insert(body) {
            return Err(repeated("gives a page again that was already read"));
        }
        let Some(items) = items else { return Ok(()) };
        self.empty = if items == 0 { self.empty + 1 } else { 0 };
        if !is_last && self.empty > IDLE_PAGES {
            return Err(repeated("gives empty pages without end"));
        }
        self.came = self.came.saturating_add(items as u64);
        if !std::mem::replace(&mut self.has_begun, true) {
            self.before = position.map(|position| position.before);
        }
        self.by_item = position.is_some_and(|position| position.by_item);
        if let (Some(before), Some(position)) = (self.before, position) {
            let total = position.total.saturating_sub(before);
            self.expected = Some(self.expected.map_or(total, |least| least.min(total)));
        }
        self.is_whole = is_last;
        self.whole(0)
    }

    /// Checks a list that was read to its end against the server's count.
    pub(super) fn whole(&self, repeats: u64) -> Result<(), Error> {
        let repeats = if self.by_item { repeats } else { 0 };
        let came = self.came.saturating_sub(repeats);
        match self.expected {
            Some(expected) if self.is_whole && came < expected => {
                let hidden = match repeats {
                    0 => String::new(),
                    _ => format!("; the server gave {repeats} items twice"),
                };
                let line = format!(
                    "the list ended after {came} items, but it has {expected} by the server's count{hidden}"
                );
                Err(Error::new(ErrorKind::IncompleteList, line))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(before: u64, total: u64) -> Position {
        Position { before, total, by_item: false }
    }

    #[test]
    fn p7_a_page_is_asked_for_once() {
        let (seen, uri) = (Seen::default(), Uri::from_static("https://h/x?page=1"));
        seen.add(&uri, None).unwrap();
        seen.add(&uri, Some(b"page 2")).unwrap();
        assert_eq!(seen.add(&uri, None).unwrap_err().kind(), ErrorKind::RepeatedPage);
    }

    #[test]
    fn p7_four_empty_pages_in_a_row_are_borne_and_a_fifth_may_be_the_last() {
        let empty = |is_last: bool| {
            let mut watch = Watch::default();
            for page in 0..4 {
                watch.page(page, Some(0), None, false).unwrap();
            }
            watch.page(4, Some(0), None, is_last).map_err(|error| error.kind())
        };
        assert_eq!(empty(false), Err(ErrorKind::RepeatedPage));
        assert_eq!(empty(true), Ok(()));
    }

    #[test]
    fn p8_a_list_that_is_too_short_says_how_much_came() {
        let mut watch = Watch::default();
        watch.page(0, Some(2), Some(position(1, 5)), false).unwrap();
        let error = watch.page(1, Some(1), Some(position(3, 6)), true).unwrap_err();
        assert_eq!(error.to_string(), "the list ended after 3 items, but it has 4 by the server's count");
        let mut watch = Watch::default();
        let by_item = Position { by_item: true, ..position(0, 2) };
        watch.page(0, Some(2), Some(by_item), true).unwrap();
        let line =
            "the list ended after 1 items, but it has 2 by the server's count; the server gave 1 items twice";
        assert_eq!(watch.whole(1).unwrap_err().to_string(), line);
    }
}
