use saltant_http::Call;

use super::{EnvironmentCreate, EnvironmentList};

/// Environments of a server.
#[derive(Clone, Copy, Debug)]
pub struct Environments<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Environments<'c> {
    /// Creates an environment.
    pub fn environment_create(self, operation: EnvironmentCreate) -> Call<'c, EnvironmentCreate> {
        self.0.call(operation)
    }

    /// Lists the environments of all projects.
    pub fn environment_list(self, operation: EnvironmentList) -> Call<'c, EnvironmentList> {
        self.0.call(operation)
    }
}
