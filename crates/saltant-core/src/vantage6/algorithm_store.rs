use saltant_types::vantage6::AlgorithmStore;

use super::paging::Paging;
use crate::operations::Operation;

/// Lists the algorithm stores that the server has on record.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.algorithm_store.list", GET "algorithmstore", page of AlgorithmStore by id)]
pub struct ListAlgorithmStores {
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}
