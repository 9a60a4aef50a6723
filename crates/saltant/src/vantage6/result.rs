use saltant_core::vantage6::{GetResult, ListTaskResults};
use saltant_macros::calls;
use saltant_types::vantage6::{RunId, TaskId};

use super::{Content, Stored};

/// Results of runs.
#[derive(Clone, Copy, Debug)]
pub struct Results<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Results<'c> via self.0 {
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let result = client.results().get(14).await?;
    /// if let Some(payload) = client.results().content(&result).await? {
    ///     println!("{}", payload.json::<f64>()?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    get(id: RunId) -> GetResult;
    from_task(task: TaskId) -> ListTaskResults;
} }

impl<'c> Results<'c> {
    /// The content of a result, if it is not encrypted. Nothing is sent unless the server stores it as a blob.
    ///
    /// It takes a [`RunResult`](super::RunResult) or an [`OrganizationResult`](super::OrganizationResult).
    ///
    /// # Errors
    ///
    /// [`Decode`](saltant_core::ErrorKind::Decode) if it is encrypted or not base64,
    /// [`TooLarge`](saltant_core::ErrorKind::TooLarge) if a blob is longer than the limit, and the errors of a
    /// call.
    pub fn content(self, result: impl Into<Stored>) -> Content<'c> {
        Content::new(self.0, result)
    }
}
