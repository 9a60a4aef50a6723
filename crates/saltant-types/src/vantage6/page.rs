use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub data: Vec<T>,
    /// Where the other pages are.
    #[serde(default)]
    pub links: PageLinks,
    /// How many items there are on all pages together. The server says it in the header `total-count`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Whether the server says that another page follows.
    pub fn has_next(&self) -> bool {
        self.links.next.is_some()
    }
}

/// Where the pages of a list are: paths from the host on, with the query.
///
/// A query parameter that was sent several times is in them only once, so the next page is asked for by its
/// number instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageLinks {
    /// The first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// This page.
    #[serde(default, rename = "self", skip_serializing_if = "Option::is_none")]
    pub this: Option<String>,
    /// The page before; `None` on the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The page after; `None` on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The last page; `None` if there is nothing at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}
