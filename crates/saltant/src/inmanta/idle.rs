use std::future::IntoFuture;
use std::time::Duration;

use saltant_core::inmanta::{DesiredStateVersionFilter, ListVersions, v1};
use saltant_core::wait::{self, WaitError, WaitPolicy};
use saltant_core::{BoxFuture, Error};
use saltant_http::WaitStatus;
use saltant_types::inmanta::{DeploySummary, DesiredStateVersionStatus};

use super::EnvironmentClient;

/// A wait for the end of all work of an environment: see [`EnvironmentClient::wait_until_idle`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitForIdle<'c> {
    environment: &'c EnvironmentClient,
    policy: WaitPolicy,
}

impl EnvironmentClient {
    /// Waits until no compile waits or runs, and the scheduler has tried to deploy every resource of the version
    /// that was released last. It gives the number of resources in each state.
    ///
    /// Halted environments and paused agents deploy nothing: if resources are left, the wait ends at its deadline.
    ///
    /// ```no_run
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient) -> Result<(), saltant::Error> {
    /// environment.notify_change().await?;
    /// let counts = environment.wait_until_idle().await?;
    /// println!("{:?}", counts.by_state);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of a wait: [`WaitError::Deadline`](crate::WaitError::Deadline) with the counts that were seen last.
    pub fn wait_until_idle(&self) -> WaitForIdle<'_> {
        WaitForIdle { environment: self, policy: self.http().wait_policy() }
    }
}

impl WaitForIdle<'_> {
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

    async fn look(self) -> Result<(DeploySummary, WaitStatus), Error> {
        let Self { environment, .. } = self;
        let is_compiling = environment.compiles().is_compiling().await?;
        let newest = ListVersions::new().limit(1).filter(DesiredStateVersionFilter::new().released(true));
        let newest = environment.call(newest).await?.data.into_iter().next();
        let Some(newest) = newest.filter(|_| !is_compiling) else {
            let counts = DeploySummary::default();
            let compiling = WaitStatus::InProgress("compiling".to_owned());
            return Ok((counts, if is_compiling { compiling } else { WaitStatus::Succeeded }));
        };
        let counts = environment.versions().counts().await?;
        let (left, total) = (counts.unfinished(), counts.total);
        let status = match newest.status {
            DesiredStateVersionStatus::Candidate => {
                WaitStatus::InProgress(format!("version {} not taken in by the scheduler", newest.version))
            }
            _ if left > 0 => WaitStatus::InProgress(format!("{left} of {total} resources to be deployed")),
            _ => WaitStatus::Succeeded,
        };
        Ok((counts, status))
    }
}

impl<'c> IntoFuture for WaitForIdle<'c> {
    type Output = Result<DeploySummary, WaitError<DeploySummary>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let client = self.environment.http();
            let compiling = v1::CheckCompiling::new(self.environment.id());
            let what = wait::subject(&compiling, client.base_url());
            client.wait(self.policy, &what, |_| Box::pin(self.look())).await
        })
    }
}
