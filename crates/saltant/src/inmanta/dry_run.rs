use saltant_core::inmanta::{CreateDryRun, GetDryRun, ListDryRuns, v1};
use saltant_core::wait::WaitError;
use saltant_http::{WaitStatus, Waiting};
use saltant_macros::calls;
use saltant_types::inmanta::{DryRunId, DryRunReport, ModelVersion};

use super::EnvironmentClient;

/// Dry runs of an environment.
#[derive(Clone, Copy, Debug)]
pub struct DryRuns<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> DryRuns<'c> via self.0 {
    create(version: ModelVersion) -> CreateDryRun;
    list(version: ModelVersion) -> ListDryRuns;
    get(version: ModelVersion, report_id: DryRunId) -> GetDryRun;
    update(v1::UpdateDryRun);
} }

impl<'c> DryRuns<'c> {
    /// Makes a dry run of a version and waits for its result: what a deployment of the version would change.
    ///
    /// ```no_run
    /// use saltant::inmanta::ResourceDiffStatus;
    ///
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient) -> Result<(), saltant::Error> {
    /// let report = environment.dry_runs().run(7).await?;
    /// for resource in report.diff.iter().filter(|diff| diff.status != ResourceDiffStatus::Unmodified) {
    ///     println!("{} {}: {:?}", resource.status, resource.resource_id, resource.attributes.keys());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`WaitError::Poll`](crate::WaitError::Poll) if the dry run cannot be made, and the errors of a wait.
    pub async fn run(
        self,
        version: impl Into<ModelVersion>,
    ) -> Result<DryRunReport, WaitError<DryRunReport>> {
        let version = version.into();
        let id = self.create(version).await?;
        self.wait_until_done(version, id).await
    }

    /// Waits until a dry run has examined every resource, and gives its result.
    pub fn wait_until_done(
        self,
        version: impl Into<ModelVersion>,
        report_id: impl Into<DryRunId>,
    ) -> Waiting<'c, GetDryRun> {
        let look = |report: &DryRunReport| match (report.summary.todo, report.summary.total) {
            (0, _) => WaitStatus::Succeeded,
            (todo, total) => WaitStatus::InProgress(format!("{todo} of {total} resources to be examined")),
        };
        self.get(version, report_id).wait_until(look)
    }
}
