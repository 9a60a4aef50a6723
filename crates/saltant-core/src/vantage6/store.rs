use saltant_types::vantage6::{AlgorithmStore, Page};

use super::paging::{self, MANY, numbered_pages};
use crate::operations::Operation;

/// Lists the algorithm stores that the server knows.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.algorithm_store.list", GET "algorithmstore", output = Page<AlgorithmStore>)]
#[operation(read = paging::read)]
pub struct ListAlgorithmStores {
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Stores on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListAlgorithmStores, AlgorithmStore, per_page = MANY, sort = Some("id"));
