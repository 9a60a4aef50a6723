use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::time::Duration;

use saltant_core::vantage6::{GetTask, GetTaskStatus, ListRuns, Payload, PayloadError, RunState};
use saltant_core::wait::{self, WaitError, WaitPolicy};
use saltant_core::{BoxFuture, Error, Operation};
use saltant_http::{Call, WaitStatus};
use saltant_types::vantage6::{OrganizationId, Page, Run, RunId, RunStatus, Task, TaskId, TaskStatus};
use serde::de::DeserializeOwned;

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
    max_body: Option<usize>,
}

impl<'c> WaitForResults<'c> {
    pub(super) fn new(http: &'c saltant_http::Client, task: TaskId) -> Self {
        Self { http, task, policy: http.wait_policy(), max_body: None }
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

    /// Limits the size of the answer with all runs and results, in bytes. The default is the client's,
    /// 16 MiB unless it is set otherwise.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
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
                return Ok(whole);
            }
            let left = self.policy.deadline.saturating_sub(self.http.clock().now().saturating_sub(begun));
            self.wait_for_runs(self.policy.with_deadline(left), &state).await?;
            self.whole(&state).await
        })
    }
}

impl WaitForResults<'_> {
    fn limited<O: Operation>(&self, operation: O) -> Call<'_, O> {
        let call = self.http.call(operation);
        match self.max_body {
            Some(bytes) => call.max_body(bytes),
            None => call,
        }
    }

    /// The task with all runs and results, in one answer, including those of organizations without nodes.
    async fn whole(&self, state: &TaskStatus) -> Result<TaskResults, WaitError<TaskStatus>> {
        let whole = GetTask::new(self.task).include_results(true).include_runs(true);
        let task = self.limited(whole).await;
        task.map(TaskResults::new).map_err(|error| self.unread(state, error))
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
        match self.limited(open).wait_until(look).policy(policy).await {
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

/// The results of a task, by organization.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskResults {
    /// The task after its end.
    pub task: Task,
    /// The result of each organization, in the order of the runs' ids.
    pub results: Vec<OrganizationResult>,
}

/// The result of one organization.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrganizationResult {
    /// The organization that the run belongs to.
    pub organization: OrganizationId,
    /// The run's id.
    pub run: RunId,
    /// The run's status.
    pub status: RunStatus,
    /// The algorithm's output, or why the run failed.
    pub log: Option<String>,
    /// The result as the server sent it: in base64, or encrypted. `None` if the run has none.
    pub wire: Option<String>,
    /// Whether `wire` is only the name of a blob.
    pub is_blob: bool,
}

impl OrganizationResult {
    /// The result, if it is not encrypted. `None` if the run has none.
    pub fn payload(&self) -> Result<Option<Payload>, PayloadError> {
        if self.is_blob {
            return Err(PayloadError::Blob);
        }
        self.wire.as_deref().map(Payload::from_wire).transpose()
    }

    /// The result read as JSON, if the run succeeded and the result is not encrypted.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ResultError> {
        self.checked()?;
        let unreadable = |error| ResultError::Unreadable { organization: self.organization, error };
        let payload = self.payload().map_err(unreadable)?;
        let payload = payload.ok_or(ResultError::Missing { organization: self.organization })?;
        payload.json().map_err(unreadable)
    }

    /// The same result, or an error if the run did not succeed.
    pub fn checked(&self) -> Result<&Self, ResultError> {
        if self.status == RunStatus::Completed {
            return Ok(self);
        }
        let (status, log) = (self.status.clone(), self.log.clone());
        if !status.is_finished() {
            return Err(ResultError::StillRunning { organization: self.organization, status });
        }
        Err(ResultError::Failed { organization: self.organization, status, log })
    }
}

/// Why there is no value from an organization.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ResultError {
    /// Its run failed.
    Failed {
        /// The organization that the run belongs to.
        organization: OrganizationId,
        /// The run's status.
        status: RunStatus,
        /// The algorithm's output, or why the run failed.
        log: Option<String>,
    },
    /// Its run has not ended.
    StillRunning {
        /// The organization that the run belongs to.
        organization: OrganizationId,
        /// The run's status.
        status: RunStatus,
    },
    /// Its run completed without a result.
    Missing {
        /// The organization that the run belongs to.
        organization: OrganizationId,
    },
    /// Its result cannot be read as wanted.
    Unreadable {
        /// The organization that the run belongs to.
        organization: OrganizationId,
        /// Why it cannot be read.
        error: PayloadError,
    },
}

impl std::fmt::Display for ResultError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed { organization, status, log } => {
                write!(f, "the run of organization {organization} ended as {status}")?;
                match log.as_deref().and_then(|log| log.lines().rfind(|line| !line.trim().is_empty())) {
                    Some(line) => write!(f, ": {line}"),
                    None => Ok(()),
                }
            }
            Self::StillRunning { organization, status } => {
                write!(f, "the run of organization {organization} has not ended: it is {status}")
            }
            Self::Missing { organization } => write!(f, "organization {organization} has no result"),
            Self::Unreadable { organization, error } => {
                write!(f, "the result of organization {organization} is unreadable: {error}")
            }
        }
    }
}

impl std::error::Error for ResultError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl TaskResults {
    /// The results in a task that includes its runs and results.
    pub fn new(mut task: Task) -> Self {
        let mut found: BTreeMap<RunId, (Option<String>, bool)> = BTreeMap::new();
        for result in std::mem::take(&mut task.results).into_included().unwrap_or_default() {
            found.insert(result.id, (result.result, result.blob_storage_used == Some(true)));
        }
        let runs =
            task.runs.take().and_then(saltant_types::vantage6::Rows::into_included).unwrap_or_default();
        let outcome = |run: Run| {
            let (wire, is_blob) = found.remove(&run.id).unwrap_or_default();
            let organization = run.organization.id;
            OrganizationResult { organization, run: run.id, status: run.status, log: run.log, wire, is_blob }
        };
        let mut results: Vec<_> = runs.into_iter().map(outcome).collect();
        results.sort_by_key(|result| result.run);
        Self { task, results }
    }

    /// The result of an organization.
    pub fn of(&self, organization: impl Into<OrganizationId>) -> Option<&OrganizationResult> {
        let organization = organization.into();
        self.results.iter().find(|result| result.organization == organization)
    }

    /// The organizations whose runs failed.
    pub fn failures(&self) -> impl Iterator<Item = &OrganizationResult> {
        self.results.iter().filter(|result| result.status.is_failed())
    }

    /// The organizations whose runs have not ended.
    pub fn unfinished(&self) -> impl Iterator<Item = &OrganizationResult> {
        self.results.iter().filter(|result| !result.status.is_finished())
    }

    /// Each organization's result read as JSON; an error for the first that has none.
    pub fn json<T: DeserializeOwned>(&self) -> Result<BTreeMap<OrganizationId, T>, ResultError> {
        self.results.iter().map(|result| Ok((result.organization, result.json()?))).collect()
    }
}
