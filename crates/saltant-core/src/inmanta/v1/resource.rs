use saltant_types::inmanta::v1::ResourceWithLogs;
use saltant_types::inmanta::{ResourceActionKind, ResourceVersionId};

use crate::operations::Operation;

/// Gets a resource of a version.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_resource")]
#[operation("inmanta.v1.get_resource", GET "api/v1/resource/{id}", output = ResourceWithLogs, namespaced)]
pub struct GetResource {
    /// The resource.
    #[segment]
    pub id: ResourceVersionId,
    /// Whether the actions on it are in the answer.
    #[query]
    pub logs: Option<bool>,
    /// Only actions of this kind.
    #[query]
    pub log_action: Option<ResourceActionKind>,
    /// How many actions the answer has at most.
    #[query]
    pub log_limit: Option<u64>,
}
