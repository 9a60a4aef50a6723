use serde::{Deserialize, Serialize};

use super::ids::PageLink;
use super::resource::DeploySummary;

/// One page of a list that is paged by the values of its sort column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageableResult<T> {
    /// The items of this page.
    pub data: Vec<T>,
    /// The links to other pages.
    #[serde(default)]
    pub links: PageLinks,
    /// The position of this page in the list.
    #[serde(default)]
    pub metadata: PageMetadata,
}

/// The links to the other pages of a list. There is never one to the last page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageLinks {
    /// This page. In a descending list the link lacks the bound, so it may lead to another page.
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

/// The position of a page in its list.
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
    /// The requested limit, or 1000. It is 0 or less if the request wanted everything at once.
    #[serde(default)]
    pub page_size: i64,
    /// How many resources are in each state; only if a list of resources asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy_summary: Option<DeploySummary>,
    /// Warnings about the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}
