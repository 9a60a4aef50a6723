use serde::{Deserialize, Serialize};

/// One page of a numbered list, as Django REST framework sends it.
///
/// The server makes `next` and `previous` from the `Host` header, so behind a proxy they may name another host.
/// Ask for the next page by its number instead of following them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// How many items there are on all pages together.
    pub count: u64,
    /// The address of the next page; `None` on the last one.
    #[serde(default)]
    pub next: Option<String>,
    /// The address of the page before; `None` on the first one.
    #[serde(default)]
    pub previous: Option<String>,
    /// The items of this page.
    pub results: Vec<T>,
}

impl<T> Page<T> {
    /// Whether the server says that another page follows.
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }
}
