use std::hash::{DefaultHasher, Hash, Hasher as _};

use serde::de::DeserializeOwned;

use crate::answer::{Answer, ReadError, decode};
use crate::operation::Operation;
use crate::request::EncodeError;

/// A list that comes in pages.
///
/// The operation for the next page is the resume token: keep it to continue later. The derive implements
/// this for an operation that answers `page of Item`.
pub trait Paged: Operation {
    /// One item of the list.
    type Item: Send;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;

    /// The number of items on a page as the server sent it; `None` if the client has left some out.
    fn item_count(page: &Self::Output) -> Option<usize>;

    /// The operation for the page after this one; `None` on the last page.
    fn next(&self, page: &Self::Output) -> Option<Self>;

    /// The operation for the page `steps` after the one that `self` asks for, where pages are numbered, so
    /// that several can be requested at once.
    fn ahead(&self, _steps: u32) -> Option<Self> {
        None
    }

    /// How many pages follow this one, if the service says so.
    fn pages_after(&self, _page: &Self::Output) -> Option<u64> {
        None
    }

    /// Where this page lies in the whole list, where the service tells.
    fn position(&self, _page: &Self::Output) -> Option<Position> {
        None
    }

    /// The operation to start with when all items are wanted: it sets a suitable page size.
    #[must_use]
    fn for_all(self) -> Self {
        self
    }

    /// The identity of an item, so that one that moves to the next page between two requests is given once.
    fn identity(_item: &Self::Item) -> Option<u64> {
        None
    }
}

/// Where a page lies in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The number of items before the page.
    pub before: u64,
    /// The number of items in the whole list.
    pub total: u64,
    /// Whether the next page begins after an item, not at a number. Then an item does not move to the next page when
    /// others are added before it, so one that comes again hides another.
    pub by_item: bool,
}

/// How a service divides its lists into pages: the arguments that select a page, and the envelope around the
/// items.
///
/// Each service has one such type, as the `#[page]` field of its list operations.
pub trait Paging: Clone {
    /// Whether the next page is asked for by a link that repeats all other arguments of the query.
    const IS_LINKED: bool = false;

    /// A page of items as the service sends it.
    type Page<T: Send>: Send;

    /// Reads a page.
    fn read<T>(answer: &Answer) -> Result<Self::Page<T>, ReadError>
    where
        T: DeserializeOwned + Send,
        Self::Page<T>: DeserializeOwned,
    {
        decode::json(answer)
    }

    /// Refuses arguments that the service does not take together.
    fn check(&self) -> Result<(), EncodeError> {
        Ok(())
    }

    /// The items of a page.
    fn items<T: Send>(page: Self::Page<T>) -> Vec<T>;

    /// The number of items on a page.
    fn item_count<T: Send>(page: &Self::Page<T>) -> usize;

    /// Which page comes after this one; `None` on the last page.
    fn next<T: Send>(&self, page: &Self::Page<T>) -> Option<Self>;

    /// The page `steps` after this one, where pages are numbered.
    fn ahead(&self, _steps: u32) -> Option<Self> {
        None
    }

    /// How many pages follow this one, if the service says so.
    fn pages_after<T: Send>(&self, _page: &Self::Page<T>) -> Option<u64> {
        None
    }

    /// Where this page lies in the whole list, where the service tells.
    fn position<T: Send>(&self, _page: &Self::Page<T>) -> Option<Position> {
        None
    }

    /// The page to start with when all items are wanted.
    #[must_use]
    fn for_all(self) -> Self {
        self
    }
}

/// An identity from one value of an item: an id or a name.
///
/// Of the 16,384 values that a list remembers, one has the identity of another value once in 10^15 items.
pub fn identity(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plainest paging: one page, of which nothing else is known.
    #[derive(Clone)]
    struct Single;

    impl Paging for Single {
        type Page<T: Send> = Vec<T>;

        fn items<T: Send>(page: Vec<T>) -> Vec<T> {
            page
        }

        fn item_count<T: Send>(page: &Vec<T>) -> usize {
            page.len()
        }

        fn next<T: Send>(&self, _: &Vec<T>) -> Option<Self> {
            None
        }
    }

    #[test]
    fn p1_a_service_that_tells_nothing_of_its_pages_is_asked_for_one_after_the_other() {
        let page = vec![1];
        assert!(Single.ahead(1).is_none() && Single.position(&page).is_none());
        assert_eq!(Single.pages_after(&page), None);
    }

    /// A list that comes in one answer.
    #[cfg(feature = "saltant")]
    #[derive(Clone, Debug, crate::Operation)]
    #[operation("saltant.whole.list", GET "whole/", list of u64)]
    struct ListWhole {}

    #[cfg(feature = "saltant")]
    impl Paged for ListWhole {
        type Item = u64;

        fn items(page: Vec<u64>) -> Vec<u64> {
            page
        }

        fn item_count(page: &Vec<u64>) -> Option<usize> {
            Some(page.len())
        }

        fn next(&self, _: &Vec<u64>) -> Option<Self> {
            None
        }
    }

    #[cfg(feature = "saltant")]
    #[test]
    fn p1_an_own_list_has_only_to_say_what_comes_next() {
        let (list, page) = (ListWhole {}, vec![1]);
        assert!(list.ahead(1).is_none() && list.position(&page).is_none());
        assert_eq!((list.pages_after(&page), ListWhole::identity(&1)), (None, None));
    }

    #[test]
    fn an_identity_depends_on_the_value_alone() {
        assert_eq!(identity("a"), identity(&"a".to_owned()));
        assert_ne!(identity("a"), identity("b"));
    }
}
