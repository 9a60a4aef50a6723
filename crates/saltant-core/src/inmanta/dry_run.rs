use saltant_types::inmanta::{DryRun, DryRunId, DryRunReport, ModelVersion};

use crate::operations::Operation;

/// Starts a dry run of a version and gives its id.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "dryrun_trigger")]
#[operation("inmanta.dryrun_trigger", POST "api/v2/dryrun/{version}", output = DryRunId, namespaced, body)]
pub struct CreateDryRun {
    /// The version.
    #[segment]
    pub version: ModelVersion,
}

/// Lists the dry runs of a version, the newest first.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_dryruns")]
#[operation("inmanta.list_dryruns", GET "api/v2/dryrun/{version}", list of DryRun, namespaced)]
pub struct ListDryRuns {
    /// The version.
    #[segment]
    pub version: ModelVersion,
}

/// Gets the result of a dry run. It grows until `todo` is 0.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_dryrun_diff")]
#[operation("inmanta.get_dryrun_diff", GET "api/v2/dryrun/{version}/{report_id}", output = DryRunReport)]
#[operation(namespaced)]
pub struct GetDryRun {
    /// The version.
    #[segment]
    pub version: ModelVersion,
    /// The dry run.
    #[segment]
    pub report_id: DryRunId,
}
