use serde::{Deserialize, Serialize};

use super::DeploySummary;
use crate::id::id;

id! {
    /// The address of a page of a list, as the server wrote it: a path and a query, already encoded.
    ///
    /// It repeats the limit, the order and the filters. It does not say which environment the list belongs to.
    PageLink(String)
}

/// One page of a list that is paged by the values of its sort column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageableResult<T> {
    /// The items of this page.
    pub data: Vec<T>,
    /// Where the other pages are.
    #[serde(default)]
    pub links: PageLinks,
    /// Where this page stands in the list.
    #[serde(default)]
    pub metadata: PageMetadata,
}

/// Where the other pages of a list are. There is never a link to the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageLinks {
    /// This page. In a descending list it is without the bound, so it may lead to another page than this.
    #[serde(default, rename = "self", skip_serializing_if = "Option::is_none")]
    pub this: Option<PageLink>,
    /// The page after this one; `None` on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PageLink>,
    /// The page before this one; `None` on the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<PageLink>,
    /// The first page; `None` on the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<PageLink>,
}

/// Where a page stands in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageMetadata {
    /// How many items there are on all pages together.
    #[serde(default)]
    pub total: u64,
    /// How many items come before this page.
    #[serde(default)]
    pub before: u64,
    /// How many items come after this page.
    #[serde(default)]
    pub after: u64,
    /// The limit that was asked for, or 1000. It is 0 or less where no limit was asked for.
    #[serde(default)]
    pub page_size: i64,
    /// How many resources are in which state, in a list of resources that was asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy_summary: Option<DeploySummary>,
    /// What the server wants to be known about the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}
