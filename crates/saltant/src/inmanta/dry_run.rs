use saltant_http::{Call, WaitStatus, Waiting};

use super::{
    AgentName, DoDryrun, DryRunId, DryRunReport, DryrunList, DryrunRequest, DryrunTrigger, DryrunUpdate,
    EnvironmentClient, GetDryrunDiff, GetDryrunReport, ListDryruns, ModelVersion,
};

/// Dry runs of an environment.
#[derive(Clone, Copy, Debug)]
pub struct DryRuns<'c>(pub(super) &'c EnvironmentClient);

impl<'c> DryRuns<'c> {
    /// Tells an agent to make a dry run.
    pub fn do_dryrun(
        self,
        id: impl Into<DryRunId>,
        agent: impl Into<AgentName>,
        version: impl Into<ModelVersion>,
    ) -> Call<'c, DoDryrun> {
        self.0.http().call(DoDryrun::new(id, agent, version))
    }

    /// Lists dry runs, the newest first, by version 1 of the API.
    pub fn dryrun_list(self, operation: DryrunList) -> Call<'c, DryrunList> {
        self.0.http().call(operation)
    }

    /// Gets what a dry run has found, by version 1 of the API.
    pub fn dryrun_report(self, id: impl Into<DryRunId>) -> Call<'c, GetDryrunReport> {
        self.0.http().call(GetDryrunReport::new(id))
    }

    /// Begins a dry run of a version, by version 1 of the API.
    pub fn dryrun_request(self, id: impl Into<ModelVersion>) -> Call<'c, DryrunRequest> {
        self.0.http().call(DryrunRequest::new(id))
    }

    /// Tells what a dry run has found about a resource, as an agent does.
    pub fn dryrun_update(self, operation: DryrunUpdate) -> Call<'c, DryrunUpdate> {
        self.0.http().call(operation)
    }

    /// Begins a dry run of a version and gives its id.
    pub fn dryrun_trigger(self, version: impl Into<ModelVersion>) -> Call<'c, DryrunTrigger> {
        self.0.http().call(DryrunTrigger::new(version))
    }

    /// Gets what a dry run has found.
    pub fn get_dryrun_diff(
        self,
        version: impl Into<ModelVersion>,
        report_id: impl Into<DryRunId>,
    ) -> Call<'c, GetDryrunDiff> {
        self.0.http().call(GetDryrunDiff::new(version, report_id))
    }

    /// Lists the dry runs of a version, the newest first.
    pub fn list_dryruns(self, version: impl Into<ModelVersion>) -> Call<'c, ListDryruns> {
        self.0.http().call(ListDryruns::new(version))
    }

    /// Waits until a dry run has looked at every resource, and gives what it has found.
    pub fn wait_until_done(
        self,
        version: impl Into<ModelVersion>,
        report_id: impl Into<DryRunId>,
    ) -> Waiting<'c, GetDryrunDiff> {
        let look = |report: &DryRunReport| {
            if report.summary.todo == 0 { WaitStatus::Succeeded } else { WaitStatus::InProgress }
        };
        self.get_dryrun_diff(version, report_id).wait_until(look)
    }
}
