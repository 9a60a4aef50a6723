use saltant_types::vantage6::{Page, RunId, RunResult, TaskId};

use super::paging::{self, FEW, numbered_pages};
use crate::operations::Operation;

/// Gets the result of a run.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.result.get", GET "result/{id}", output = RunResult)]
pub struct GetResult {
    /// The run's id.
    #[segment]
    pub id: RunId,
}

/// Lists the results of a task, newest run first.
///
/// Those of an organization that has no node left are not listed; [`GetTask`](super::GetTask) includes them.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.result.from_task", GET "result", output = Page<RunResult>, read = paging::read)]
pub struct ListTaskResults {
    /// The task's id.
    #[query = "task_id"]
    pub task_id: TaskId,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Results on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListTaskResults, RunResult, per_page = FEW, sort = None);
