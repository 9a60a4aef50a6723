use saltant_types::Timestamp;
use saltant_types::inmanta::{ActionId, KeysetValue, PageLink, PageableResult, ResourceActionPage};

use crate::Fields;
use crate::request::{EncodeError, Encoder, QueryGroup};
use crate::rules::{Paging, Position};

/// The page that a link leads to. The link repeats limit, order and filters, so it replaces the whole query.
impl QueryGroup for Option<PageLink> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        self.iter().try_for_each(|link| request.link("link", link.as_str()))
    }
}

/// Declares a page of a list with bounds by the values of the sort column. In braces are its further bounds.
macro_rules! keyset {
    ($(#[$doc:meta])* $paging:ident { $($bounds:tt)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Fields)]
        pub struct $paging {
            /// Items per page: 1000 by default and at most; 0 for all items at once.
            #[query]
            pub limit: Option<i64>,
            $($bounds)*
            /// Only items above this value of the sort column, in whatever order the list is.
            #[query]
            pub start: Option<KeysetValue>,
            /// Only items below this value of the sort column. The server answers 400 to `start` and `end`
            /// together.
            #[query]
            pub end: Option<KeysetValue>,
            /// A page's link to another page. It replaces all other arguments of the query.
            #[query(flatten)]
            pub link: Option<PageLink>,
        }

        impl Paging for $paging {
            type Page<T: Send> = PageableResult<T>;

            fn items<T: Send>(page: PageableResult<T>) -> Vec<T> {
                page.data
            }

            fn item_count<T: Send>(page: &PageableResult<T>) -> usize {
                page.data.len()
            }

            fn position<T: Send>(&self, page: &PageableResult<T>) -> Option<Position> {
                Some(Position { before: page.metadata.before, total: page.metadata.total })
            }

            fn next<T: Send>(&self, page: &PageableResult<T>) -> Option<Self> {
                Some(Self { link: Some(page.links.next.clone()?), ..Self::default() })
            }
        }
    };
}

keyset! {
    /// A page of a list whose order has a tie-break: bounds by the values of the sort column and by id.
    Keyset {
        /// With `start`, or alone if the start value is null: only items above this id among those with the
        /// start value.
        #[query]
        pub first_id: Option<String>,
        /// With `end`, or alone if the end value is null: only items below this id among those with the end
        /// value.
        #[query]
        pub last_id: Option<String>,
    }
}

keyset! {
    /// A page of a list whose order has no tie-break: bounds by the values of the sort column alone.
    Window {}
}

/// A page of the list of actions.
#[derive(Clone, Debug, Default, PartialEq, Fields)]
pub struct ActionWindow {
    /// Actions per page: 1000 at most. Without a limit the list has no pages.
    #[query]
    pub limit: Option<i64>,
    /// With a time: only actions beyond this one among those of the same time.
    #[query]
    pub action_id: Option<ActionId>,
    /// Only the actions that began next after this time. The newest still comes first.
    #[query]
    pub first_timestamp: Option<Timestamp>,
    /// Only actions that began before this time. The server answers 400 to both times together.
    #[query]
    pub last_timestamp: Option<Timestamp>,
    /// A page's link to another page. It replaces all other arguments of the query.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

impl Paging for ActionWindow {
    type Page<T: Send> = ResourceActionPage<T>;

    fn items<T: Send>(page: ResourceActionPage<T>) -> Vec<T> {
        page.data
    }

    fn item_count<T: Send>(page: &ResourceActionPage<T>) -> usize {
        page.data.len()
    }

    /// The last page has a link to older actions too, so the list ends with an empty page.
    fn next<T: Send>(&self, page: &ResourceActionPage<T>) -> Option<Self> {
        let link = page.links.as_ref()?.next.clone().filter(|_| !page.data.is_empty())?;
        Some(Self { link: Some(link), ..Self::default() })
    }

    /// Without a limit there are no pages and no links.
    fn for_all(mut self) -> Self {
        if self.link.is_none() {
            self.limit.get_or_insert(1000);
        }
        self
    }
}
