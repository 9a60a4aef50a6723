use std::collections::BTreeMap;
use std::future::IntoFuture;
use std::time::Duration;

use saltant_core::BoxFuture;
use saltant_core::vantage6::{Payload, PayloadError};
use saltant_core::wait::{WaitError, WaitPolicy};
use saltant_http::WaitStatus;
use saltant_types::vantage6::{OrganizationId, RunId, RunStatus, Task, TaskId, TaskState};
use serde::de::DeserializeOwned;

use super::{GetTask, GetTaskStatus};

/// A wait for a task: it begins when it is awaited. Dropping it stops nothing on the server.
///
/// It asks after 1 s, then 1.5 times later each time, for at most an hour, unless the client or the wait
/// says otherwise.
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

    /// Sets the first pause between two looks; it grows from there.
    pub fn interval(mut self, first: Duration) -> Self {
        self.policy.first = first;
        self.policy.longest = self.policy.longest.max(first);
        self
    }

    /// Sets when to give up.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Sets how often to look and how long to wait.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Limits the size of all results together, as they come; 16 MiB unless the client says otherwise.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }
}

impl<'c> IntoFuture for WaitForResults<'c> {
    type Output = Result<TaskResults, WaitError<TaskState>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let look = |state: &TaskState| {
                if state.status.is_finished() { WaitStatus::Succeeded } else { WaitStatus::InProgress }
            };
            let state =
                self.http.call(GetTaskStatus::new(self.task)).wait_until(look).policy(self.policy).await?;
            // One answer holds all runs and results, also of organizations whose nodes are gone.
            let whole = GetTask::new(self.task).include_results(true).include_runs(true);
            let mut call = self.http.call(whole);
            if let Some(bytes) = self.max_body {
                call = call.max_body(bytes);
            }
            let task = call.await.map_err(|error| WaitError::Poll { last: Some(state), error })?;
            Ok(TaskResults::new(task))
        })
    }
}

/// What a task has brought, by organization.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TaskResults {
    /// The task, as it was when it had finished.
    pub task: Task,
    /// What each organization has brought, in the order of the runs' ids.
    pub results: Vec<OrganizationResult>,
}

/// What one organization has brought.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrganizationResult {
    /// The organization.
    pub organization: OrganizationId,
    /// Its run.
    pub run: RunId,
    /// How the run ended.
    pub status: RunStatus,
    /// What the algorithm wrote, or why the run failed.
    pub log: Option<String>,
    /// The result as it came: base64, or encrypted. `None` if the run brought none.
    pub wire: Option<String>,
    /// Whether `wire` is only the name of a blob.
    pub is_blob: bool,
}

impl OrganizationResult {
    /// The result, if it is not encrypted; `None` if the run brought none.
    pub fn payload(&self) -> Result<Option<Payload>, PayloadError> {
        if self.is_blob {
            return Err(PayloadError::Blob);
        }
        self.wire.as_deref().map(Payload::from_wire).transpose()
    }

    /// The value that an unencrypted result stands for.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ResultError> {
        self.checked()?;
        let unreadable = |error| ResultError::Unreadable { organization: self.organization, error };
        let payload = self.payload().map_err(unreadable)?;
        let payload = payload.ok_or(ResultError::Missing { organization: self.organization })?;
        payload.json().map_err(unreadable)
    }

    /// An error if the run failed.
    pub fn checked(&self) -> Result<&Self, ResultError> {
        if self.status == RunStatus::Completed {
            return Ok(self);
        }
        let (status, log) = (self.status.clone(), self.log.clone());
        Err(ResultError::Failed { organization: self.organization, status, log })
    }
}

/// Why there is no value from an organization.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ResultError {
    /// Its run failed.
    Failed {
        /// The organization.
        organization: OrganizationId,
        /// How the run ended.
        status: RunStatus,
        /// What the algorithm wrote, or why the run failed.
        log: Option<String>,
    },
    /// Its run completed without a result.
    Missing {
        /// The organization.
        organization: OrganizationId,
    },
    /// Its result is something else than wanted.
    Unreadable {
        /// The organization.
        organization: OrganizationId,
        /// Why.
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
            Self::Missing { organization } => write!(f, "organization {organization} brought no result"),
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
    /// Puts together what a task has brought, from a task that includes its runs and results.
    pub fn new(mut task: Task) -> Self {
        let mut found: BTreeMap<RunId, (Option<String>, bool)> = BTreeMap::new();
        for result in std::mem::take(&mut task.results).into_included().unwrap_or_default() {
            found.insert(result.id, (result.result, result.blob_storage_used == Some(true)));
        }
        let runs =
            task.runs.take().and_then(saltant_types::vantage6::Rows::into_included).unwrap_or_default();
        let outcome = |run: saltant_types::vantage6::Run| {
            let (wire, is_blob) = found.remove(&run.id).unwrap_or_default();
            let organization = run.organization.id;
            OrganizationResult { organization, run: run.id, status: run.status, log: run.log, wire, is_blob }
        };
        let mut results: Vec<_> = runs.into_iter().map(outcome).collect();
        results.sort_by_key(|result| result.run);
        Self { task, results }
    }

    /// What an organization has brought.
    pub fn of(&self, organization: impl Into<OrganizationId>) -> Option<&OrganizationResult> {
        let organization = organization.into();
        self.results.iter().find(|result| result.organization == organization)
    }

    /// The organizations whose runs failed.
    pub fn failures(&self) -> impl Iterator<Item = &OrganizationResult> {
        self.results.iter().filter(|result| result.checked().is_err())
    }

    /// The value of each organization's unencrypted result; the first failure ends it.
    pub fn json<T: DeserializeOwned>(&self) -> Result<BTreeMap<OrganizationId, T>, ResultError> {
        self.results.iter().map(|result| Ok((result.organization, result.json()?))).collect()
    }
}
