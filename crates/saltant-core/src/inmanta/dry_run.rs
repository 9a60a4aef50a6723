use saltant_types::inmanta::{
    DryRun, DryRunEntry, DryRunId, DryRunReport, DryRunV1, EnvironmentId, ModelVersion, ResourceVersionId,
    SessionId,
};
use saltant_types::{Map, Value};

use super::keyed;
use crate::operations::Operation;

/// Begins a dry run of a version and gives its id.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.dryrun_trigger", POST "api/v2/dryrun/{version}", output = DryRunId, body)]
pub struct DryrunTrigger {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The version.
    #[segment]
    pub version: ModelVersion,
}

/// Lists the dry runs of a version, the newest first.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.list_dryruns", GET "api/v2/dryrun/{version}", output = Vec<DryRun>)]
pub struct ListDryruns {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The version.
    #[segment]
    pub version: ModelVersion,
}

/// Gets what a dry run has found. It grows until `todo` is 0.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_dryrun_diff", GET "api/v2/dryrun/{version}/{report_id}", output = DryRunReport)]
pub struct GetDryrunDiff {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The version.
    #[segment]
    pub version: ModelVersion,
    /// The dry run.
    #[segment]
    pub report_id: DryRunId,
}

/// Begins a dry run of a version, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.dryrun_request", POST "api/v1/dryrun/{id}", output = DryRunV1, body)]
#[operation(read = keyed::dryrun)]
pub struct DryrunRequest {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The version.
    #[segment]
    pub id: ModelVersion,
}

/// Lists dry runs, the newest first, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.dryrun_list", GET "api/v1/dryrun", output = Vec<DryRunEntry>, read = keyed::dryruns)]
pub struct DryrunList {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Only dry runs of this version.
    #[query]
    pub version: Option<ModelVersion>,
}

/// Gets what a dry run has found, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.dryrun_report", GET "api/v1/dryrun/{id}", output = DryRunV1, read = keyed::dryrun)]
pub struct GetDryrunReport {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The dry run. It is not a version here, although the address is the one that begins a dry run.
    #[segment]
    pub id: DryRunId,
}

/// Tells what a dry run has found about a resource, as an agent does.
///
/// Whether there is such a dry run is not checked.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.dryrun_update", PUT "api/v1/dryrun/{id}", output = ())]
pub struct DryrunUpdate {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The dry run.
    #[segment]
    pub id: DryRunId,
    /// The resource.
    #[json]
    pub resource: ResourceVersionId,
    /// The attributes that differ: `current` and `desired` by name.
    #[json]
    pub changes: Map<String, Value>,
    /// The agent's session, which has to be alive. The server does not declare this argument and cannot do
    /// without it.
    #[json]
    pub sid: Option<SessionId>,
}
