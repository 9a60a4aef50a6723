use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use saltant_core::inmanta::{
    Bound, DesiredStateVersionFilter, ListResourceLogs, ListResources, ListVersions, Not, PromoteVersion,
    ResourceFilter, ResourceLogFilter,
};
use saltant_core::wait::{WaitError, WaitPolicy};
use saltant_core::{BoxFuture, Error};
use saltant_http::WaitStatus;
use saltant_types::inmanta::{
    DeploySummary, DesiredStateVersionStatus, LatestReleasedResource, LogLevel, ModelVersion,
    ReleasedResourceState, ResourceId,
};

use super::{EnvironmentClient, Versions};

/// How far the deployment of a version has come.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Deployment {
    /// The version.
    pub version: ModelVersion,
    /// Whether the scheduler has taken the version in; `None` if the server does not list it.
    pub status: Option<DesiredStateVersionStatus>,
    /// How many resources are in each state.
    pub counts: DeploySummary,
    /// The resources whose deployment failed, once the deployment has ended.
    pub failed: Vec<FailedResource>,
}

/// A resource whose deployment failed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FailedResource {
    /// The resource.
    pub resource_id: ResourceId,
    /// Its state: `failed`, `skipped`, `unavailable` or another bad one.
    pub status: ReleasedResourceState,
    /// The last line of its log at the level warning or above, if there is one.
    pub message: Option<String>,
}

/// A wait for the deployment of a version: see [`Versions::wait_until_deployed`].
#[derive(Clone)]
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitForDeployment<'c> {
    environment: &'c EnvironmentClient,
    version: ModelVersion,
    release: bool,
    policy: WaitPolicy,
    on_poll: Option<OnPoll>,
}

type OnPoll = Arc<dyn Fn(&Deployment) + Send + Sync>;

impl fmt::Debug for WaitForDeployment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("WaitForDeployment");
        shown.field("version", &self.version).field("release", &self.release).field("policy", &self.policy);
        shown.finish_non_exhaustive()
    }
}

impl<'c> Versions<'c> {
    /// Waits until the scheduler has tried to deploy every resource of a released version. It succeeds if all are
    /// deployed, except those that depend on a value that is not known yet. Otherwise the error has the counts and
    /// the last message of each bad resource.
    ///
    /// ```no_run
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient) {
    /// match environment.versions().release_and_wait(7).await {
    ///     Ok(deployment) => println!("{:?}", deployment.counts.by_state),
    ///     Err(error) => {
    ///         println!("{error}");
    ///         for resource in error.into_last().map(|last| last.failed).unwrap_or_default() {
    ///             println!("{} {}: {:?}", resource.resource_id, resource.status, resource.message);
    ///         }
    ///     }
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`WaitError::Failed`](crate::WaitError::Failed) with the resources that were not deployed, or if there is no
    /// such version or a newer one was released, and those of a wait.
    pub fn wait_until_deployed(self, version: impl Into<ModelVersion>) -> WaitForDeployment<'c> {
        let policy = self.0.http().wait_policy();
        let version = version.into();
        WaitForDeployment { environment: self.0, version, release: false, policy, on_poll: None }
    }

    /// Releases a version, unless it was released, and [waits](Self::wait_until_deployed) for its deployment.
    ///
    /// # Errors
    ///
    /// As [`wait_until_deployed`](Self::wait_until_deployed), and [`WaitError::Poll`](crate::WaitError::Poll) if
    /// the release is refused.
    pub fn release_and_wait(self, version: impl Into<ModelVersion>) -> WaitForDeployment<'c> {
        WaitForDeployment { release: true, ..self.wait_until_deployed(version) }
    }

    /// Releases a version. That it was released already is no error.
    pub(super) async fn release(self, version: ModelVersion) -> Result<(), Error> {
        match self.0.call(PromoteVersion::new(version)).await {
            Err(error) if error.is_conflict() && self.status(version).await?.is_some_and(|known| known.1) => {
                Ok(())
            }
            released => released,
        }
    }

    /// How far the deployment of a version has come, without the bad resources.
    ///
    /// # Errors
    ///
    /// Those of a call. A version that the server does not know has no status; that is not an error.
    pub async fn deployment(self, version: impl Into<ModelVersion>) -> Result<Deployment, Error> {
        let version = version.into();
        let status = self.status(version).await?.map(|known| known.0);
        Ok(Deployment { version, status, counts: self.counts().await?, failed: Vec::new() })
    }

    /// How many resources are in each state.
    pub(super) async fn counts(self) -> Result<DeploySummary, Error> {
        let summary = ListResources::new().limit(1).deploy_summary(true);
        Ok(self.0.call(summary).await?.metadata.deploy_summary.unwrap_or_default())
    }

    /// The status of a version, and whether it was released.
    async fn status(self, version: ModelVersion) -> Result<Option<(DesiredStateVersionStatus, bool)>, Error> {
        let only = DesiredStateVersionFilter::new()
            .version(Bound::at_least(version))
            .version(Bound::at_most(version));
        let page = self.0.call(ListVersions::new().filter(only)).await?;
        Ok(page.data.into_iter().next().map(|known| (known.status, known.released)))
    }

    /// The resources that could not be deployed, each with its last message.
    async fn failures(self) -> Result<Vec<FailedResource>, Error> {
        let good = [
            ReleasedResourceState::Deployed,
            ReleasedResourceState::Undefined,
            ReleasedResourceState::SkippedForUndefined,
            ReleasedResourceState::Available,
            ReleasedResourceState::Deploying,
            ReleasedResourceState::Orphaned,
        ];
        let filter = good.into_iter().fold(ResourceFilter::new(), |filter, state| filter.status(Not(state)));
        let bad = self.0.call(ListResources::new().filter(filter)).items().all().await?;
        let log = |resource: &LatestReleasedResource| {
            let grave = ResourceLogFilter::new().minimal_log_level(LogLevel::Warning);
            ListResourceLogs::new(resource.resource_id.clone()).limit(1).filter(grave)
        };
        let lines = self.0.http().call_all(bad.iter().map(log).collect::<Vec<_>>()).await;
        let failed = bad.into_iter().zip(lines).map(|(resource, lines)| {
            let message = lines?.data.into_iter().next().map(|line| line.msg);
            Ok(FailedResource { resource_id: resource.resource_id, status: resource.status, message })
        });
        failed.collect()
    }
}

impl WaitForDeployment<'_> {
    /// Sets how often to poll and how long to wait.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets when to give up; an hour by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Calls this with what each poll has found, to show progress.
    pub fn on_poll(mut self, on_poll: impl Fn(&Deployment) + Send + Sync + 'static) -> Self {
        self.on_poll = Some(Arc::new(on_poll));
        self
    }

    /// Whether the deployment has ended, and how.
    async fn look(&self) -> Result<(Deployment, WaitStatus), Error> {
        use DesiredStateVersionStatus::{Active, Retired, SkippedCandidate};
        let mut deployment = self.environment.versions().deployment(self.version).await?;
        if let Some(on_poll) = &self.on_poll {
            on_poll(&deployment);
        }
        let (bad, total) = (deployment.counts.bad(), deployment.counts.total);
        let status = match (&deployment.status, deployment.counts.unfinished()) {
            (None, _) => WaitStatus::Failed("missing: there is no such version".to_owned()),
            (Some(status @ (Retired | SkippedCandidate)), _) => {
                WaitStatus::Failed(format!("{status}: a newer version was released"))
            }
            (Some(Active), 0) if bad == 0 => WaitStatus::Succeeded,
            (Some(status @ Active), 0) => {
                WaitStatus::Failed(format!("{status} with {bad} of {total} resources not deployed"))
            }
            (Some(status @ Active), left) => {
                WaitStatus::InProgress(format!("{status} with {left} of {total} resources to be deployed"))
            }
            (Some(status), _) => WaitStatus::InProgress(status.to_string()),
        };
        if deployment.status == Some(Active) && matches!(status, WaitStatus::Failed(_)) {
            deployment.failed = self.environment.versions().failures().await?;
        }
        Ok((deployment, status))
    }
}

impl<'c> IntoFuture for WaitForDeployment<'c> {
    type Output = Result<Deployment, WaitError<Deployment>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            if self.release {
                self.environment.versions().release(self.version).await?;
            }
            let what = format!("inmanta.list_desired_state_versions version={}", self.version);
            self.environment.http().wait(self.policy, &what, |_| Box::pin(self.look())).await
        })
    }
}
