use saltant_http::Call;
use saltant_types::vantage6::{RunId, TaskId};

use super::{GetRun, ListRuns, ListTaskRuns, UpdateRun};

/// Runs of tasks.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Runs<'c> {
    /// Lists runs, newest first.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::ListRuns;
    ///
    /// let open = client.runs().list(ListRuns::new().state("open")).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListRuns) -> Call<'c, ListRuns> {
        self.0.call(operation)
    }

    /// Gets the run with an id.
    pub fn get(self, id: impl Into<RunId>) -> Call<'c, GetRun> {
        self.0.call(GetRun::new(id))
    }

    /// Lists the runs of a task; `.items()` gives all of them.
    pub fn from_task(self, task: impl Into<TaskId>) -> Call<'c, ListTaskRuns> {
        self.0.call(ListTaskRuns::new(task))
    }

    /// Updates a run, as its node. Everything that is to stay has to be sent again.
    pub fn update(self, operation: UpdateRun) -> Call<'c, UpdateRun> {
        self.0.call(operation)
    }
}
