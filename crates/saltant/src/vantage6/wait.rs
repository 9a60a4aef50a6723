use std::future::IntoFuture;
use std::time::Duration;

use saltant_core::vantage6::{GetTaskStatus, ListRuns, RunState};
use saltant_core::wait::{self, WaitError, WaitPolicy};
use saltant_core::{BoxFuture, Error};
use saltant_http::WaitStatus;
use saltant_types::vantage6::{Page, Run, TaskId, TaskStatus};

use super::{ResultsOf, TaskResults};

/// A wait for a task. It begins when it is awaited. Dropping it stops nothing on the server.
///
/// A task counts as failed as soon as one of its runs has failed. The wait goes on until the others have ended,
/// too. Runs of organizations without a node are not waited for then: they would never end.
///
/// It asks for the status after 1 s, then after pauses that grow by half, for at most an hour, unless the
/// client or the wait is set otherwise.
#[derive(Clone, Debug)]
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitForResults<'c> {
    http: &'c saltant_http::Client,
    task: TaskId,
    policy: WaitPolicy,
    results: ResultsOf<'c>,
}

impl<'c> WaitForResults<'c> {
    pub(super) fn new(http: &'c saltant_http::Client, task: TaskId) -> Self {
        Self { http, task, policy: http.wait_policy(), results: ResultsOf::new(http, task) }
    }

    /// Sets the first pause between two requests; later pauses are longer.
    pub fn interval(mut self, first: Duration) -> Self {
        self.policy.first = first;
        self.policy.longest = self.policy.longest.max(first);
        self
    }

    /// Sets the time after which the wait fails.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Sets all pauses and the deadline.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Limits the size of the answer with all runs and results, and of each blob: see
    /// [`ResultsOf::max_body`].
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.results = self.results.max_body(bytes);
        self
    }

    /// Leaves results that are blobs on the server: see [`ResultsOf::leave_blobs`].
    pub fn leave_blobs(mut self) -> Self {
        self.results = self.results.leave_blobs();
        self
    }
}

impl<'c> IntoFuture for WaitForResults<'c> {
    type Output = Result<TaskResults, WaitError<TaskStatus>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let look = |task: &TaskStatus| match &task.status {
                status if status.is_finished() => WaitStatus::Succeeded,
                status => WaitStatus::InProgress(status.to_string()),
            };
            let begun = self.http.clock().now();
            let state =
                self.http.call(GetTaskStatus::new(self.task)).wait_until(look).policy(self.policy).await?;
            let whole = self.whole(&state).await?;
            if whole.unfinished().next().is_none() {
                return self.with_blobs(whole, &state).await;
            }
            let left = self.policy.deadline.saturating_sub(self.http.clock().now().saturating_sub(begun));
            self.wait_for_runs(self.policy.with_deadline(left), &state).await?;
            let whole = self.whole(&state).await?;
            self.with_blobs(whole, &state).await
        })
    }
}

impl WaitForResults<'_> {
    async fn whole(&self, state: &TaskStatus) -> Result<TaskResults, WaitError<TaskStatus>> {
        self.results.whole().await.map_err(|error| self.unread(state, error))
    }

    async fn with_blobs(
        &self,
        results: TaskResults,
        state: &TaskStatus,
    ) -> Result<TaskResults, WaitError<TaskStatus>> {
        self.results.with_blobs(results).await.map_err(|error| self.unread(state, error))
    }

    /// Waits until the runs that the server lists as open have a final status. Some get one without an end.
    async fn wait_for_runs(
        &self,
        policy: WaitPolicy,
        state: &TaskStatus,
    ) -> Result<(), WaitError<TaskStatus>> {
        let open = ListRuns::new().task(self.task).state(RunState::Open).per_page(RUNS);
        let look = |page: &Page<Run>| {
            let is_over = !page.has_next() && page.data.iter().all(|run| run.status.is_finished());
            if is_over { WaitStatus::Succeeded } else { WaitStatus::InProgress("open".to_owned()) }
        };
        match self.results.limited(open).wait_until(look).policy(policy).await {
            Ok(_) => Ok(()),
            Err(WaitError::Deadline { .. }) => {
                let (what, last) = (self.what(), Some(state.clone()));
                let open = Some(format!("{}, with runs that go on", state.status));
                Err(WaitError::Deadline { what, last, state: open, waited: self.policy.deadline })
            }
            Err(error) => Err(self.unread(state, error.into())),
        }
    }

    fn what(&self) -> String {
        wait::subject(&GetTaskStatus::new(self.task), self.http.base_url())
    }

    /// The error of a look at the runs, after the task itself was seen.
    fn unread(&self, seen: &TaskStatus, error: Error) -> WaitError<TaskStatus> {
        let (last, state) = (Some(seen.clone()), Some(seen.status.to_string()));
        WaitError::Poll { what: self.what(), last, state, error }
    }
}

/// The most open runs that one look gets.
const RUNS: u64 = 100;
