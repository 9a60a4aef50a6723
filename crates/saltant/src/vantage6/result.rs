use saltant_core::vantage6::{GetResult, ListTaskResults};
use saltant_macros::calls;
use saltant_types::vantage6::{RunId, TaskId};

/// Results of runs.
#[derive(Clone, Copy, Debug)]
pub struct Results<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Results<'c> via self.0 {
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
    get(id: RunId) -> GetResult;
    from_task(task: TaskId) -> ListTaskResults;
} }
