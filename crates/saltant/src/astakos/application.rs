use saltant_http::Call;

use super::{ActOnApplication, ActOnApplicationV015, ApplicationId, GetApplication, GetApplications, User};

impl User {
    /// Lists applications for projects. Servers of 0.15 only.
    pub fn get_applications(&self, operation: GetApplications) -> Call<'_, GetApplications> {
        self.call(operation)
    }

    /// Gets an application for a project. Servers of 0.15 only.
    pub fn get_application(&self, app_id: impl Into<ApplicationId>) -> Call<'_, GetApplication> {
        self.call(GetApplication::new(app_id))
    }

    /// Approves, denies, dismisses or cancels an application for a project.
    pub fn application_action(&self, operation: ActOnApplication) -> Call<'_, ActOnApplication> {
        self.call(operation)
    }

    /// Approves, denies, dismisses or cancels an application for a project, on servers of 0.15.
    pub fn application_action_v015(&self, operation: ActOnApplicationV015) -> Call<'_, ActOnApplicationV015> {
        self.call(operation)
    }
}
