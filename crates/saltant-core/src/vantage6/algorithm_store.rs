use saltant_types::vantage6::{AlgorithmStore, CollaborationId};

use super::paging::Paging;
use crate::operations::Operation;

/// Lists the algorithm stores that the server has on record.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.algorithm_store.list", GET "algorithmstore", page of AlgorithmStore by id)]
pub struct ListAlgorithmStores {
    /// Only stores with this name, an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// Only stores at this address, an SQL pattern.
    #[query]
    pub url: Option<String>,
    /// Only stores that this collaboration may use. An unknown one is a 404.
    #[query = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}
