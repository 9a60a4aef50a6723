use saltant_http::Call;

use super::{Client, GetResources, GetServices, Kind};

impl<T: Kind> Client<T> {
    /// Gets the resources that quotas are about.
    pub fn get_resources(&self) -> Call<'_, GetResources> {
        self.call(GetResources::new())
    }

    /// Lists the services of the cloud, as its pages for people show them.
    pub fn get_services(&self) -> Call<'_, GetServices> {
        self.call(GetServices::new())
    }
}
