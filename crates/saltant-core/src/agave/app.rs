use saltant_types::agave::ApplicationSummary;

use super::Search;
use super::paging::offset_pages;
use crate::Operation;

/// Lists the apps that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.list", GET "apps/v2/", output = Vec<ApplicationSummary>)]
#[operation(read = super::envelope::list)]
pub struct ListApps {
    /// Keeps the public apps alone.
    #[query = "publicOnly"]
    pub public_only: Option<bool>,
    /// Keeps the private apps alone.
    #[query = "privateOnly"]
    pub private_only: Option<bool>,
    /// Apps on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many apps to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the apps that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListApps, ApplicationSummary);
