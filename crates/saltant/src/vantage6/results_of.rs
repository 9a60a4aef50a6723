use std::collections::BTreeMap;
use std::future::IntoFuture;

use saltant_core::vantage6::{DownloadBlob, GetTask, Payload, PayloadError};
use saltant_core::{BoxFuture, Bytes, Error, Operation};
use saltant_http::{Call, DEFAULT_CONCURRENCY, map_concurrent};
use saltant_types::Uuid;
use saltant_types::vantage6::{OrganizationId, Run, RunId, RunStatus, Task, TaskId};
use serde::de::DeserializeOwned;

/// The results of a task as they are now. They are got when it is awaited.
///
/// Results of completed runs that the server stores as blobs are read too.
#[derive(Clone, Debug)]
#[must_use = "the results are got when this is awaited"]
pub struct ResultsOf<'c> {
    http: &'c saltant_http::Client,
    task: TaskId,
    max_body: Option<usize>,
    leaves_blobs: bool,
}

impl<'c> ResultsOf<'c> {
    pub(super) fn new(http: &'c saltant_http::Client, task: TaskId) -> Self {
        Self { http, task, max_body: None, leaves_blobs: false }
    }

    /// Limits the size of the answer with all runs and results, and the size of each blob, in bytes. More is an error
    /// of kind [`TooLarge`](saltant_core::ErrorKind::TooLarge). The default is the client's limit, 16 MiB unless it is
    /// set otherwise.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Leaves results that are blobs on the server, for [`Results::content`](super::Results::content) to stream.
    pub fn leave_blobs(mut self) -> Self {
        self.leaves_blobs = true;
        self
    }

    pub(super) fn limited<O: Operation>(&self, operation: O) -> Call<'c, O> {
        let call = self.http.call(operation);
        match self.max_body {
            Some(bytes) => call.max_body(bytes),
            None => call,
        }
    }

    /// The task with all runs and results, in one answer, including those of organizations without nodes.
    pub(super) async fn whole(&self) -> Result<TaskResults, Error> {
        let whole = GetTask::new(self.task).include_results(true).include_runs(true);
        self.limited(whole).await.map(TaskResults::new)
    }

    pub(super) async fn with_blobs(&self, mut results: TaskResults) -> Result<TaskResults, Error> {
        if self.leaves_blobs {
            return Ok(results);
        }
        let named = || results.results.iter().filter_map(|result| Some((result.run, result.blob_name()?)));
        let runs: Vec<_> = named().map(|(run, _)| run).collect();
        let blobs = self.blobs(named().map(|(_, name)| name).collect()).await;
        let mut blobs: BTreeMap<_, _> = runs.into_iter().zip(blobs).collect();
        for result in &mut results.results {
            result.blob = blobs.remove(&result.run).transpose()?;
        }
        Ok(results)
    }

    fn blobs(&self, names: Vec<Uuid>) -> BoxFuture<'c, Vec<Result<Bytes, Error>>> {
        let calls: Vec<_> = names.into_iter().map(|name| self.limited(DownloadBlob::new(name))).collect();
        Box::pin(map_concurrent(calls, DEFAULT_CONCURRENCY, Call::into_future))
    }
}

impl<'c> IntoFuture for ResultsOf<'c> {
    type Output = Result<TaskResults, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.with_blobs(self.whole().await?).await })
    }
}

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
    /// The blob, if it was downloaded: in base64, or encrypted.
    pub blob: Option<Bytes>,
}

impl OrganizationResult {
    /// The name of the blob that has the result of a completed run.
    fn blob_name(&self) -> Option<Uuid> {
        let has_one = self.is_blob && self.status == RunStatus::Completed;
        self.wire.as_deref().filter(|_| has_one)?.parse().ok()
    }

    /// The result, if it is not encrypted. `None` if the run has none.
    ///
    /// # Errors
    ///
    /// [`PayloadError::Blob`] if the server stores the result as a blob that was not read; otherwise the result is
    /// not base64.
    pub fn payload(&self) -> Result<Option<Payload>, PayloadError> {
        match (&self.wire, &self.blob) {
            (None, _) => Ok(None),
            (Some(_), Some(blob)) => Payload::from_wire(blob).map(Some),
            (Some(_), None) if self.is_blob => Err(PayloadError::Blob),
            (Some(text), None) => Payload::from_wire(text).map(Some),
        }
    }

    /// The result read as JSON, if the run succeeded and the result is not encrypted.
    ///
    /// # Errors
    ///
    /// As [`checked`](Self::checked); [`ResultError::Missing`] if the run has no result, and
    /// [`ResultError::Unreadable`] if it is encrypted, is a blob that was not read, or is not this JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ResultError> {
        self.checked()?;
        let unreadable = |error| ResultError::Unreadable { organization: self.organization, error };
        let payload = self.payload().map_err(unreadable)?;
        let payload = payload.ok_or(ResultError::Missing { organization: self.organization })?;
        payload.json().map_err(unreadable)
    }

    /// The same result, or an error if the run did not succeed.
    ///
    /// # Errors
    ///
    /// [`ResultError::StillRunning`] if the run has not ended, and [`ResultError::Failed`] with its log if it ended
    /// otherwise.
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
    /// The results in a task that includes its runs and results. Blobs are not read.
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
            OrganizationResult {
                organization,
                run: run.id,
                status: run.status,
                log: run.log,
                wire,
                is_blob,
                blob: None,
            }
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

    /// Each organization's result read as JSON.
    ///
    /// # Errors
    ///
    /// That of [`OrganizationResult::json`], for the first organization without such a result.
    pub fn json<T: DeserializeOwned>(&self) -> Result<BTreeMap<OrganizationId, T>, ResultError> {
        self.results.iter().map(|result| Ok((result.organization, result.json()?))).collect()
    }
}
