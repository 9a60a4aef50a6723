use saltant_core::vantage6::{GetRun, ListRuns, ListTaskRuns, UpdateRun};
use saltant_macros::calls;
use saltant_types::vantage6::{Run, RunId, TaskId};

use super::Content;

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

impl<'c> Runs<'c> {
    /// The input of a run, if it is not encrypted. Nothing is sent unless the server stores it as a blob.
    ///
    /// # Errors
    ///
    /// [`Decode`](saltant_core::ErrorKind::Decode) if it is encrypted or not base64,
    /// [`TooLarge`](saltant_core::ErrorKind::TooLarge) if a blob is longer than the limit, and the errors of a
    /// call.
    pub fn input(self, run: &Run) -> Content<'c> {
        Content::new(self.0, run)
    }
}
