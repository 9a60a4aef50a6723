use saltant_types::inmanta::v1::{DryRun, DryRunEntry};
use saltant_types::inmanta::{DryRunId, ModelVersion, ResourceVersionId, SessionId};
use saltant_types::{Map, Value};

use crate::operations::Operation;

/// Starts a dry run of a version.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "dryrun_request")]
#[operation("inmanta.v1.dryrun_request", POST "api/v1/dryrun/{id}", output = DryRun, key = "dryrun")]
#[operation(namespaced, body)]
pub struct CreateDryRun {
    /// The version.
    #[segment]
    pub id: ModelVersion,
}

/// Lists dry runs, in no order.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "dryrun_list")]
#[operation("inmanta.v1.dryrun_list", GET "api/v1/dryrun", list of DryRunEntry, key = "dryruns", namespaced)]
pub struct ListDryRuns {
    /// Only dry runs of this version.
    #[query]
    pub version: Option<ModelVersion>,
}

/// Gets the result of a dry run.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "dryrun_report")]
#[operation("inmanta.v1.dryrun_report", GET "api/v1/dryrun/{id}", output = DryRun, key = "dryrun")]
#[operation(namespaced)]
pub struct GetDryRun {
    /// The dry run. The address is the one that starts a dry run, where the id is a version.
    #[segment]
    pub id: DryRunId,
}

/// Stores the result of a dry run for one resource, as an agent does.
///
/// The server does not check that the dry run exists.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "dryrun_update")]
#[operation("inmanta.v1.dryrun_update", PUT "api/v1/dryrun/{id}", namespaced)]
pub struct UpdateDryRun {
    /// The dry run.
    #[segment]
    pub id: DryRunId,
    /// The resource.
    #[json]
    pub resource: ResourceVersionId,
    /// The attributes that differ: `current` and `desired` by name.
    #[json]
    pub changes: Map<String, Value>,
    /// The agent's session, which has to be alive. The server requires this argument but does not declare it.
    #[json]
    pub sid: Option<SessionId>,
}
