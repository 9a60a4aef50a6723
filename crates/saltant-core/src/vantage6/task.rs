use saltant_types::vantage6::{
    AlgorithmStoreId, CollaborationId, JobId, Message, OrganizationId, Page, RunId, RunStatus, StudyId, Task,
    TaskId, TaskStatus, UserId,
};

use super::paging::Paging;
use crate::operations::Operation;
use crate::request::Encoder;

/// Lists tasks, newest first.
///
/// The server answers 500 to the filters `store`, `run` and `status`. So these filters are applied to each
/// page after it arrives: pages may then be shorter than asked for, and even empty, while more follow.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.list", GET "task", page of Task by id, map = Self::filtered, write = Self::write)]
pub struct ListTasks {
    /// Only tasks that this organization created.
    #[query = "init_org_id"]
    pub initiating_org: Option<OrganizationId>,
    /// Only tasks that this user created. An unknown one is a 400.
    #[query = "init_user_id"]
    pub initiating_user: Option<UserId>,
    /// Only tasks in this collaboration.
    #[query = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// Only tasks in this study. An unknown one is a 400.
    #[query = "study_id"]
    pub study: Option<StudyId>,
    /// Only tasks with an image from this algorithm store. Applied after the answer.
    #[custom]
    pub store: Option<AlgorithmStoreId>,
    /// Only tasks with this image, an SQL pattern.
    #[query]
    pub image: Option<String>,
    /// Only subtasks of this task.
    #[query = "parent_id"]
    pub parent: Option<TaskId>,
    /// Only tasks of this job. An unknown one is a 400.
    #[query = "job_id"]
    pub job: Option<JobId>,
    /// Only tasks with this name, an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// Whether each task includes all its results.
    #[query(name = "include", when_true = "results")]
    pub include_results: bool,
    /// Only tasks with this description, an SQL pattern.
    #[query]
    pub description: Option<String>,
    /// Only tasks with a database of this label, compared exactly.
    #[query]
    pub database: Option<String>,
    /// Only the task that has this run. Applied after the answer, for which each task includes its runs.
    #[custom]
    pub run: Option<RunId>,
    /// Only tasks with this status. Applied after the answer.
    #[custom]
    pub status: Option<RunStatus>,
    /// Only tasks that a user created (true), or that another task created (false).
    #[query(name = "is_user_created", as_number)]
    pub user_created: Option<bool>,
    /// Which page, and in which order.
    #[page(all = Self::first_page)]
    pub paging: Paging,
}

impl ListTasks {
    /// Runs and results may have megabytes each.
    fn first_page(&self) -> Paging {
        let is_heavy = self.include_results || self.run.is_some();
        if is_heavy { self.paging.few_newest_first() } else { self.paging.newest_first() }
    }

    fn write(&self, request: &mut Encoder) {
        if self.run.is_some() {
            request.query("include", &"runs");
        }
    }

    /// Applies the filters that the server fails on.
    fn filtered(&self, mut page: Page<Task>) -> Page<Task> {
        page.data.retain(|task| {
            let runs = task.runs.as_ref().and_then(|runs| runs.included()).unwrap_or_default();
            self.status.as_ref().is_none_or(|status| task.status == *status)
                && self.run.is_none_or(|run| runs.iter().any(|found| found.id == run))
                && self.store.is_none_or(|store| task.algorithm_store.as_ref().is_some_and(|s| s.id == store))
        });
        page
    }
}

/// Gets a task by id.
///
/// Included runs and results come in one piece, without pages. They also have those of organizations that
/// have no node left, which the lists of runs and results omit.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.get", GET "task/{id}", output = Task)]
pub struct GetTask {
    /// The task's id.
    #[segment]
    pub id: TaskId,
    /// Whether the task includes all its results.
    #[query(name = "include", when_true = "results")]
    pub include_results: bool,
    /// Whether the task includes all its runs.
    #[query(name = "include", when_true = "runs")]
    pub include_runs: bool,
}

/// Gets the status of a task, which sums up the states of its runs.
///
/// Users and containers may. A node gets a 500.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.task.status", GET "task/{id}/status", output = TaskStatus)]
pub struct GetTaskStatus {
    /// The task's id.
    #[segment]
    pub id: TaskId,
}

/// Stops a task. Its runs are `killed by user` at once, whether or not a node receives the order.
///
/// A task that has ended is a 400.
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
