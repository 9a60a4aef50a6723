use saltant_types::vantage6::{RunId, RunResult, TaskId};

use super::paging::Paging;
use crate::operations::Operation;

/// Gets the result of a run.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.result.get", GET "result/{id}", output = RunResult)]
pub struct GetResult {
    /// The run's id, which is the result's too.
    #[segment]
    pub id: RunId,
}

/// Lists the results of a task, newest run first.
///
/// The list omits organizations that have no node left; [`GetTask`](super::GetTask) includes their results.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.result.from_task", GET "result", page of RunResult by id)]
pub struct ListTaskResults {
    /// The task's id.
    #[query]
    pub task_id: TaskId,
    /// Which page, and in which order.
    #[page(all = Self::first_page)]
    pub paging: Paging,
}

impl ListTaskResults {
    fn first_page(&self) -> Paging {
        self.paging.few_newest_first()
    }
}
