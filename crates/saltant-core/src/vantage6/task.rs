use saltant_types::vantage6::{
    AlgorithmStoreId, CollaborationId, JobId, Message, OrganizationId, Page, RunId, RunStatus, StudyId, Task,
    TaskId, TaskState, UserId,
};

use super::paging::{self, MANY, numbered_pages};
use super::{Flag, IncludeResults, IncludeRuns, Switch};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists tasks, newest first.
///
/// The server answers 500 to the filters `store`, `run` and `status`, so those are applied to each page that
/// it sends: with one of them, pages may be shorter than asked for, and even empty, while more follow.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.list", GET "task", output = Page<Task>, read = paging::read)]
#[operation(map = Self::refine, write = Self::write)]
pub struct ListTasks {
    /// By the organization that has started it.
    #[query = "init_org_id"]
    pub initiating_org: Option<OrganizationId>,
    /// By the user who has started it; an unknown one is a 400.
    #[query = "init_user_id"]
    pub initiating_user: Option<UserId>,
    /// By collaboration.
    #[query = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// By study; an unknown one is a 400.
    #[query = "study_id"]
    pub study: Option<StudyId>,
    /// By the algorithm store that the image comes from; applied on this side.
    #[custom]
    pub store: Option<AlgorithmStoreId>,
    /// By image, as an SQL pattern.
    #[query]
    pub image: Option<String>,
    /// By the task that has started it.
    #[query = "parent_id"]
    pub parent: Option<TaskId>,
    /// By job; an unknown one is a 400.
    #[query = "job_id"]
    pub job: Option<JobId>,
    /// By name, as an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// Whether the results come with each task, all of them.
    #[query(flatten)]
    pub include_results: Switch<IncludeResults>,
    /// By description, as an SQL pattern.
    #[query]
    pub description: Option<String>,
    /// By the label of a database, which has to be exactly this.
    #[query]
    pub database: Option<String>,
    /// By a run that belongs to it; applied on this side, so that the runs come with each task.
    #[custom]
    pub run: Option<RunId>,
    /// By where it stands; applied on this side.
    #[custom]
    pub status: Option<RunStatus>,
    /// By whether a user has started it (true) or another task (false).
    #[query = "is_user_created"]
    pub user_created: Option<Flag>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Tasks on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListTasks, Task, per_page = MANY, sort = None);

impl ListTasks {
    #[allow(clippy::unnecessary_wraps)] // the derive's signature
    fn write(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        if self.run.is_some() {
            request.query("include", &"runs");
        }
        Ok(())
    }

    /// Applies the filters that the server breaks on.
    fn refine(&self, mut page: Page<Task>) -> Page<Task> {
        page.data.retain(|task| {
            let runs = task.runs.as_ref().and_then(|runs| runs.included()).unwrap_or_default();
            self.status.as_ref().is_none_or(|status| task.status == *status)
                && self.run.is_none_or(|run| runs.iter().any(|found| found.id == run))
                && self.store.is_none_or(|store| task.algorithm_store.as_ref().is_some_and(|s| s.id == store))
        });
        page
    }
}

/// Gets the task with an id.
///
/// What is included does not come in pages, and holds also the runs of organizations that have no node left,
/// which the lists of runs and results leave out.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.get", GET "task/{id}", output = Task)]
pub struct GetTask {
    /// The task's id.
    #[segment]
    pub id: TaskId,
    /// Whether the results come with it, all of them.
    #[query(flatten)]
    pub include_results: Switch<IncludeResults>,
    /// Whether the runs come with it, all of them.
    #[query(flatten)]
    pub include_runs: Switch<IncludeRuns>,
}

/// Asks where a task stands. Users and containers may; a node gets a 500.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.status", GET "task/{id}/status", output = TaskState)]
pub struct GetTaskStatus {
    /// The task's id.
    #[segment]
    pub id: TaskId,
}

/// Stops a task: its runs are `killed by user` at once, whether or not a node hears of it.
///
/// A task that is finished is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.kill", POST "kill/task", output = Message)]
pub struct KillTask {
    /// The task's id.
    #[json]
    pub id: TaskId,
}

/// Deletes a task with its runs and subtasks.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.delete", DELETE "task/{id}", output = Message, effect = Once)]
pub struct DeleteTask {
    /// The task's id.
    #[segment]
    pub id: TaskId,
}
