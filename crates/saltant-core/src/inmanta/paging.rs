use saltant_types::Timestamp;
use saltant_types::inmanta::{ActionId, KeysetValue, PageLink, PageableResult, ResourceActionPage};

use crate::Fields;
use crate::request::{EncodeError, Encoder, QueryGroup};
use crate::rules::{Paging, Position};

/// The page that a link leads to. The link repeats limit, order and filters, so it is given alone.
impl QueryGroup for Option<PageLink> {
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        self.iter().try_for_each(|link| request.link("link", link.as_str()))
    }
}

/// Declares a page of a list with bounds by the values of the sort column. In braces are its further bounds.
macro_rules! keyset {
    (
        $(#[$doc:meta])*
        $paging:ident { $($bounds:tt)* } lower $($lower:ident)|+, upper $($upper:ident)|+
    ) => {
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
            /// Only items below this value of the sort column; instead of `start`, not with it.
            #[query]
            pub end: Option<KeysetValue>,
            /// A page's link to another page; without any other argument of the query, since it repeats them.
            #[query(flatten)]
            pub link: Option<PageLink>,
        }

        impl Paging for $paging {
            const IS_LINKED: bool = true;

            type Page<T: Send> = PageableResult<T>;

            fn check(&self) -> Result<(), EncodeError> {
                let lower = [$((stringify!($lower), self.$lower.is_some())),+];
                let upper = [$((stringify!($upper), self.$upper.is_some())),+];
                refuse_both(&lower, &upper)
            }

            fn items<T: Send>(page: PageableResult<T>) -> Vec<T> {
                page.data
            }

            fn item_count<T: Send>(page: &PageableResult<T>) -> usize {
                page.data.len()
            }

            fn position<T: Send>(&self, page: &PageableResult<T>) -> Option<Position> {
                Some(Position { before: page.metadata.before, total: page.metadata.total, by_item: true })
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
    lower start | first_id, upper end | last_id
}

keyset! {
    /// A page of a list whose order has no tie-break: bounds by the values of the sort column alone.
    Window {} lower start, upper end
}

/// Refuses bounds from both sides, which the server answers with 400.
fn refuse_both(lower: &[(&'static str, bool)], upper: &[(&'static str, bool)]) -> Result<(), EncodeError> {
    let given =
        |bounds: &[(&'static str, bool)]| bounds.iter().find(|(_, given)| *given).map(|(name, _)| *name);
    match (given(lower), given(upper)) {
        (Some(lower), Some(name)) => {
            Err(EncodeError::Refused { name, reason: format!("give it or `{lower}`, not both") })
        }
        _ => Ok(()),
    }
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
    /// Only the actions that began next after this time. On each page the newest comes first, and the next page
    /// has newer ones.
    #[query]
    pub first_timestamp: Option<Timestamp>,
    /// Only actions that began before this time; instead of `first_timestamp`, not with it.
    #[query]
    pub last_timestamp: Option<Timestamp>,
    /// A page's link to another page; without any other argument of the query, since it repeats them.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

impl ActionWindow {
    /// Whether the list goes on to newer actions: with a lower bound, which the server's link repeats.
    fn goes_to_newer(&self) -> bool {
        let is_in_link = |link: &PageLink| link.as_str().contains("first_timestamp=");
        self.first_timestamp.is_some() || self.link.as_ref().is_some_and(is_in_link)
    }
}

impl Paging for ActionWindow {
    const IS_LINKED: bool = true;

    type Page<T: Send> = ResourceActionPage<T>;

    fn check(&self) -> Result<(), EncodeError> {
        let lower = [("first_timestamp", self.first_timestamp.is_some())];
        refuse_both(&lower, &[("last_timestamp", self.last_timestamp.is_some())])
    }

    fn items<T: Send>(page: ResourceActionPage<T>) -> Vec<T> {
        page.data
    }

    fn item_count<T: Send>(page: &ResourceActionPage<T>) -> usize {
        page.data.len()
    }

    /// The last page has a link too, so the list ends with an empty page.
    fn next<T: Send>(&self, page: &ResourceActionPage<T>) -> Option<Self> {
        let links = page.links.as_ref().filter(|_| !page.data.is_empty())?;
        let link = if self.goes_to_newer() { &links.prev } else { &links.next };
        Some(Self { link: Some(link.clone()?), ..Self::default() })
    }

    /// Without a limit there are no pages and no links.
    fn for_all(mut self) -> Self {
        if self.link.is_none() {
            self.limit.get_or_insert(1000);
        }
        self
    }
}
