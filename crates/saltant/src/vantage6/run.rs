use saltant_core::vantage6::{GetRun, ListRuns, ListTaskRuns, UpdateRun};
use saltant_macros::calls;
use saltant_types::vantage6::{RunId, TaskId};

/// Runs of tasks.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Runs<'c> via self.0 {
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::{ListRuns, RunState};
    ///
    /// let open = client.runs().list(ListRuns::new().state(RunState::Open)).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    list(ListRuns);
    get(id: RunId) -> GetRun;
    from_task(task: TaskId) -> ListTaskRuns;
    update(UpdateRun);
} }
