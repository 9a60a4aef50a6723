use std::fmt;

use saltant_types::Timestamp;
use saltant_types::vantage6::{NodeId, OrganizationId, Page, Run, RunId, RunStatus, TaskId};
use serde::{Deserialize, Serialize};

use super::paging::Paging;
use super::time::{TimeSpan, written};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists runs, newest first.
///
/// The server answers 500 to the filter `port`, and compares the lower limits of `started` and `finished`
/// with another time. So these filters are applied to each page after it arrives: pages may then be shorter
/// than asked for, and even empty, while more follow. The list omits organizations that have no node left.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.list", GET "run", page of Run by id, map = Self::filtered)]
pub struct ListRuns {
    /// Only runs of this task. An unknown one is a 400.
    #[query = "task_id"]
    pub task: Option<TaskId>,
    /// Only runs of this organization.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// Only runs in this state.
    #[query]
    pub state: Option<RunState>,
    /// Only runs on this node. An unknown one is a 400.
    #[query = "node_id"]
    pub node: Option<NodeId>,
    /// Whether each run includes its task.
    #[query(name = "include", when_true = "task")]
    pub include_task: bool,
    /// Only runs that the node started within this span. The lower limit is applied after the answer.
    #[query(with = TimeSpan::write_till)]
    pub started: Option<TimeSpan>,
    /// Only runs that were assigned within this span. The server stores its own start as that time.
    #[query(with = TimeSpan::write)]
    pub assigned: Option<TimeSpan>,
    /// Only runs that ended within this span. The lower limit is applied after the answer.
    #[query(with = TimeSpan::write_till)]
    pub finished: Option<TimeSpan>,
    /// Only runs that listen on this port number. Applied after the answer.
    #[custom]
    pub port: Option<u64>,
    /// Which page, and in which order.
    #[page(all = Self::first_page)]
    pub paging: Paging,
}

impl ListRuns {
    fn first_page(&self) -> Paging {
        self.paging.few_newest_first()
    }

    /// Applies the filters that the server fails on or compares with another time.
    fn filtered(&self, mut page: Page<Run>) -> Page<Run> {
        let begins = |span: Option<TimeSpan>, at| span.is_none_or(|span| span.has_begun_at(at));
        page.data.retain(|run| {
            self.port.is_none_or(|port| run.ports.iter().any(|found| found.port == port))
                && begins(self.started, run.started_at)
                && begins(self.finished, run.finished_at)
        });
        page
    }
}

/// A state to list runs by. The server reads every other word as no filter at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum RunState {
    /// Not ended yet.
    Open,
}

impl fmt::Display for RunState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
        }
    }
}

/// Lists the runs of a task, newest first.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.from_task", GET "run", page of Run by id)]
pub struct ListTaskRuns {
    /// The task's id.
    #[query]
    pub task_id: TaskId,
    /// Whether each run includes its task.
    #[query(name = "include", when_true = "task")]
    pub include_task: bool,
    /// Which page, and in which order.
    #[page(all = Self::first_page)]
    pub paging: Paging,
}

impl ListTaskRuns {
    fn first_page(&self) -> Paging {
        self.paging.few_newest_first()
    }
}

/// Gets a run by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.get", GET "run/{id}", output = Run)]
pub struct GetRun {
    /// The run's id.
    #[segment]
    pub id: RunId,
    /// Whether the run includes its task.
    #[query(name = "include", when_true = "task")]
    pub include_task: bool,
}

/// Updates a run, as its node.
///
/// Send everything that has to stay: the server **clears** `finished_at`, `log` and `result` if they are not
/// given. A run that has ended cannot be changed. A user who calls this gets a 500.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.update", PATCH "run/{id}", output = Run, write = Self::write)]
pub struct UpdateRun {
    /// The run's id.
    #[segment]
    pub id: RunId,
    /// When the node started it.
    #[custom]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[custom]
    pub finished_at: Option<Timestamp>,
    /// The new status.
    #[json]
    pub status: Option<RunStatus>,
    /// The algorithm's output.
    #[json]
    pub log: Option<String>,
    /// The result: in base64, or encrypted for the organization that created the task.
    #[json]
    pub result: Option<String>,
}

impl UpdateRun {
    /// The server takes times with exactly six digits of a second and without `Z`, and answers 500 to others.
    fn write(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        let times = [("started_at", self.started_at), ("finished_at", self.finished_at)];
        for (name, time) in times {
            if let Some(time) = time {
                request.json(name, &written(time, 'T'))?;
            }
        }
        Ok(())
    }
}
