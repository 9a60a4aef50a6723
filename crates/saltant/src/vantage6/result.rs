use saltant_http::Call;
use saltant_types::vantage6::{RunId, TaskId};

use super::{GetResult, ListTaskResults};

/// Results of runs.
#[derive(Clone, Copy, Debug)]
pub struct Results<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Results<'c> {
    /// Gets the result of a run.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use saltant::vantage6::Payload;
    ///
    /// let result = client.results().get(14).await?;
    /// if let Some(payload) = Payload::of_result(&result)? {
    ///     println!("{}", payload.json::<f64>()?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(self, id: impl Into<RunId>) -> Call<'c, GetResult> {
        self.0.call(GetResult::new(id))
    }

    /// Lists the results of a task; `.items()` gives all of them.
    pub fn from_task(self, task: impl Into<TaskId>) -> Call<'c, ListTaskResults> {
        self.0.call(ListTaskResults::new(task))
    }
}
