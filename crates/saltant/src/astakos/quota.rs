use saltant_http::Call;

use super::{GetQuotas, Service, ServiceGetProjectQuotas, ServiceGetQuotas, User};

impl User {
    /// Gets the user's quotas, by project and resource.
    pub fn get_quotas(&self) -> Call<'_, GetQuotas> {
        self.call(GetQuotas::new())
    }
}

impl Service {
    /// Gets users' quotas for the resources of the service, by user, project and resource.
    pub fn get_quotas(&self, operation: ServiceGetQuotas) -> Call<'_, ServiceGetQuotas> {
        self.call(operation)
    }

    /// Gets projects' quotas for the resources of the service, by project and resource.
    pub fn get_project_quotas(
        &self,
        operation: ServiceGetProjectQuotas,
    ) -> Call<'_, ServiceGetProjectQuotas> {
        self.call(operation)
    }
}
