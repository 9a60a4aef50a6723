use saltant_types::vantage6::{NodeId, OrganizationId, Page, Run, RunId, TaskId};

use super::paging::{self, FEW, numbered_pages};
use super::{Assigned, Finished, IncludeTask, Span, Started, Switch};
use crate::operations::Operation;

/// Lists runs, newest first.
///
/// The server answers 500 to the filter `port`, and compares the lower limits of `started` and `finished`
/// with another time, so those are applied to each page that it sends: with one of them, pages may be
/// shorter than asked for, and even empty, while more follow. Runs of an organization that has no node left
/// are not listed.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.list", GET "run", output = Page<Run>, read = paging::read)]
#[operation(map = Self::refine)]
pub struct ListRuns {
    /// By task; an unknown one is a 400.
    #[query = "task_id"]
    pub task: Option<TaskId>,
    /// By whose it is.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// `open` gives those that have not ended; the server takes any other word for no filter.
    #[query]
    pub state: Option<String>,
    /// By the node that it runs on; an unknown one is a 400.
    #[query = "node_id"]
    pub node: Option<NodeId>,
    /// Whether the task comes with each run.
    #[query(flatten)]
    pub include_task: Switch<IncludeTask>,
    /// By when the node began.
    #[query(flatten)]
    pub started: Span<Started>,
    /// By when it was assigned, which the server takes to be its own start.
    #[query(flatten)]
    pub assigned: Span<Assigned>,
    /// By when it ended.
    #[query(flatten)]
    pub finished: Span<Finished>,
    /// By the number of a port that it listens on; applied on this side.
    #[custom]
    pub port: Option<u64>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Runs on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListRuns, Run, per_page = FEW, sort = None);

impl ListRuns {
    /// Applies the filters that the server breaks on or applies to another time.
    fn refine(&self, mut page: Page<Run>) -> Page<Run> {
        page.data.retain(|run| {
            self.port.is_none_or(|port| run.ports.iter().any(|found| found.port == port))
                && self.started.is_after_start(run.started_at)
                && self.finished.is_after_start(run.finished_at)
        });
        page
    }
}

/// Lists the runs of a task, newest first.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.from_task", GET "run", output = Page<Run>, read = paging::read)]
pub struct ListTaskRuns {
    /// The task's id.
    #[query = "task_id"]
    pub task_id: TaskId,
    /// Whether the task comes with each run.
    #[query(flatten)]
    pub include_task: Switch<IncludeTask>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Runs on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListTaskRuns, Run, per_page = FEW, sort = None);

/// Gets the run with an id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.get", GET "run/{id}", output = Run)]
pub struct GetRun {
    /// The run's id.
    #[segment]
    pub id: RunId,
    /// Whether the task comes with it.
    #[query(flatten)]
    pub include_task: Switch<IncludeTask>,
}
