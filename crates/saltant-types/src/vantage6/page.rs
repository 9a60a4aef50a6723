use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page.
    pub data: Vec<T>,
    /// Links to the other pages.
    #[serde(default)]
    pub links: PageLinks,
    /// The number of items on all pages. The server sends it in the header `total-count`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Whether the server says that another page follows.
    pub fn has_next(&self) -> bool {
        self.links.next.is_some()
    }
}

/// Links to the pages of a list: paths with a query, starting with the API's own path.
///
/// They have a repeated query parameter only once. So the client asks for the next page by its number and
/// does not follow the link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageLinks {
    /// The first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// This page.
    #[serde(default, rename = "self", skip_serializing_if = "Option::is_none")]
    pub this: Option<String>,
    /// The previous page; `None` on the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The next page; `None` on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The last page; `None` if the list is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}
