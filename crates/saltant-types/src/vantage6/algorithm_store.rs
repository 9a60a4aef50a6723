use serde::{Deserialize, Serialize};

use super::ListLink;
use crate::id::id;

id! {
    /// The id of an algorithm store.
    AlgorithmStoreId(u64)
}

/// An algorithm store: another server that describes algorithms for tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AlgorithmStore {
    /// The store's id.
    pub id: AlgorithmStoreId,
    /// The name that the server's administrator gave it.
    #[serde(default)]
    pub name: String,
    /// The address of the store's API.
    pub url: String,
    /// The collaborations that may use it; `None` means all.
    #[serde(default)]
    pub collaborations: Option<ListLink>,
}
