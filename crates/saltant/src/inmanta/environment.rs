use saltant_http::Call;

use super::{
    ClearEnvironment, CreateEnvironment, CreateToken, DeleteEnvironment, EnvironmentClear, EnvironmentCreate,
    EnvironmentCreateToken, EnvironmentDelete, EnvironmentGet, EnvironmentId, EnvironmentList,
    EnvironmentModify, GetEnvironmentMetrics, HaltEnvironment, ListEnvironments, ModifyEnvironment,
    ResumeEnvironment,
};

/// Environments of a server.
#[derive(Clone, Copy, Debug)]
pub struct Environments<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Environments<'c> {
    /// Deletes everything in an environment, by version 1 of the API.
    pub fn clear_environment(self, id: impl Into<EnvironmentId>) -> Call<'c, ClearEnvironment> {
        self.0.call(ClearEnvironment::new(id))
    }

    /// Creates an environment, by version 1 of the API.
    pub fn create_environment(self, operation: CreateEnvironment) -> Call<'c, CreateEnvironment> {
        self.0.call(operation)
    }

    /// Makes a token for certain types of client in one environment, by version 1 of the API.
    pub fn create_token(
        self,
        tid: impl Into<EnvironmentId>,
        operation: CreateToken,
    ) -> Call<'c, CreateToken> {
        self.0.call(operation.tid(tid))
    }

    /// Deletes an environment and everything in it, by version 1 of the API.
    pub fn delete_environment(self, id: impl Into<EnvironmentId>) -> Call<'c, DeleteEnvironment> {
        self.0.call(DeleteEnvironment::new(id))
    }

    /// Lists the environments of all projects, by version 1 of the API.
    pub fn list_environments(self) -> Call<'c, ListEnvironments> {
        self.0.call(ListEnvironments::new())
    }

    /// Changes an environment, by version 1 of the API; what is not given is kept.
    pub fn modify_environment(self, operation: ModifyEnvironment) -> Call<'c, ModifyEnvironment> {
        self.0.call(operation)
    }

    /// Deletes everything in an environment, which is halted meanwhile.
    pub fn environment_clear(self, id: impl Into<EnvironmentId>) -> Call<'c, EnvironmentClear> {
        self.0.call(EnvironmentClear::new(id))
    }

    /// Creates an environment.
    pub fn environment_create(self, operation: EnvironmentCreate) -> Call<'c, EnvironmentCreate> {
        self.0.call(operation)
    }

    /// Makes a token for certain types of client in one environment.
    pub fn environment_create_token(
        self,
        tid: impl Into<EnvironmentId>,
        operation: EnvironmentCreateToken,
    ) -> Call<'c, EnvironmentCreateToken> {
        self.0.call(operation.tid(tid))
    }

    /// Deletes an environment and everything in it.
    pub fn environment_delete(self, id: impl Into<EnvironmentId>) -> Call<'c, EnvironmentDelete> {
        self.0.call(EnvironmentDelete::new(id))
    }

    /// Gets an environment.
    pub fn environment_get(self, operation: EnvironmentGet) -> Call<'c, EnvironmentGet> {
        self.0.call(operation)
    }

    /// Lists the environments of all projects.
    pub fn environment_list(self, operation: EnvironmentList) -> Call<'c, EnvironmentList> {
        self.0.call(operation)
    }

    /// Changes an environment; what is not given is kept.
    pub fn environment_modify(self, operation: EnvironmentModify) -> Call<'c, EnvironmentModify> {
        self.0.call(operation)
    }

    /// Gets figures about an environment over time.
    pub fn get_environment_metrics(
        self,
        tid: impl Into<EnvironmentId>,
        operation: GetEnvironmentMetrics,
    ) -> Call<'c, GetEnvironmentMetrics> {
        self.0.call(operation.tid(tid))
    }

    /// Stops all that happens in an environment.
    pub fn halt_environment(self, tid: impl Into<EnvironmentId>) -> Call<'c, HaltEnvironment> {
        self.0.call(HaltEnvironment::new().tid(tid))
    }

    /// Lets an environment that was halted go on.
    pub fn resume_environment(self, tid: impl Into<EnvironmentId>) -> Call<'c, ResumeEnvironment> {
        self.0.call(ResumeEnvironment::new().tid(tid))
    }
}
