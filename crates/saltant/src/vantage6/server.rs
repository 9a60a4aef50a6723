use saltant_core::vantage6::{GetBlobStoreStatus, GetServerHealth, GetServerVersion};
use saltant_macros::calls;

/// Facts about the server itself.
#[derive(Clone, Copy, Debug)]
pub struct Server<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Server<'c> via self.0 {
    /// ```no_run
    /// # async fn run() -> Result<(), saltant::Error> {
    /// let client = saltant::vantage6::Client::new("https://vantage6.example.org/api")?;
    /// println!("{}", client.server().version().await?.version);
    /// # Ok(())
    /// # }
    /// ```
    version() -> GetServerVersion;
    health() -> GetServerHealth;
    blob_store() -> GetBlobStoreStatus;
} }
