use saltant_macros::calls;

use super::GetEndpoints;

/// The addresses of the services of the cloud.
#[derive(Clone, Copy, Debug)]
pub struct EndpointCatalogue<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> EndpointCatalogue<'c> via self.0 {
    /// ```no_run
    /// # async fn run(user: saltant::astakos::User) -> Result<(), Box<dyn std::error::Error>> {
    /// use saltant::astakos::EndpointFilter;
    ///
    /// let endpoints = user.endpoints().get().await?;
    /// let compute = endpoints.parse_endpoints(&EndpointFilter::new().kind("compute"))?;
    /// println!("{}", compute.entries()[0].endpoints[0].public_url);
    /// # Ok(())
    /// # }
    /// ```
    get() -> GetEndpoints;
} }
