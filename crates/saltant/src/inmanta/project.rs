use saltant_http::Call;

use super::ProjectCreate;

/// Projects of a server.
#[derive(Clone, Copy, Debug)]
pub struct Projects<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Projects<'c> {
    /// Creates a project.
    pub fn project_create(self, operation: ProjectCreate) -> Call<'c, ProjectCreate> {
        self.0.call(operation)
    }
}
