//! Version 1 of the API: its operations and models, and handles for what version 2 can do too.

use saltant_core::inmanta::v1;
use saltant_macros::calls;
use saltant_types::Value;
use saltant_types::inmanta::{
    AgentProcessId, CompileId, DryRunId, ModelVersion, ProjectId, ResourceVersionId, SettingName,
};

#[doc(inline)]
pub use saltant_core::inmanta::v1::*;
#[doc(inline)]
pub use saltant_types::inmanta::v1::*;

/// A server by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Client<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Client<'c> {
    /// Projects of the server.
    pub fn projects(self) -> Projects<'c> {
        Projects(self.0)
    }

    /// Environments of the server.
    pub fn environments(self) -> Environments<'c> {
        Environments(self.0)
    }
}

/// An environment by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct EnvironmentClient<'c>(pub(super) &'c super::EnvironmentClient);

calls! { inmanta, impl<'c> EnvironmentClient<'c> via self.0 {
    update(name: String) -> v1::UpdateEnvironment(self.0.id(), name);
    delete() -> v1::DeleteEnvironment(self.0.id());
    clear() -> v1::ClearEnvironment(self.0.id());
    create_token(v1::CreateToken);
} }

impl<'c> EnvironmentClient<'c> {
    /// Settings of the environment.
    pub fn settings(self) -> Settings<'c> {
        Settings(self.0)
    }

    /// Parameters of the environment.
    pub fn parameters(self) -> Parameters<'c> {
        Parameters(self.0)
    }

    /// Versions of the environment's desired state.
    pub fn versions(self) -> Versions<'c> {
        Versions(self.0)
    }

    /// Compiles of the environment's model.
    pub fn compiles(self) -> Compiles<'c> {
        Compiles(self.0)
    }

    /// Resources of the environment.
    pub fn resources(self) -> Resources<'c> {
        Resources(self.0)
    }

    /// Agents of the environment.
    pub fn agents(self) -> Agents<'c> {
        Agents(self.0)
    }

    /// Dry runs of the environment.
    pub fn dry_runs(self) -> DryRuns<'c> {
        DryRuns(self.0)
    }
}

/// Projects by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Projects<'c>(&'c saltant_http::Client);

calls! { inmanta, impl<'c> Projects<'c> via self.0 {
    create(v1::CreateProject);
    list() -> v1::ListProjects;
    get(id: ProjectId) -> v1::GetProject;
    update(id: ProjectId, name: String) -> v1::UpdateProject;
    delete(id: ProjectId) -> v1::DeleteProject;
} }

/// Environments by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Environments<'c>(&'c saltant_http::Client);

calls! { inmanta, impl<'c> Environments<'c> via self.0 {
    create(v1::CreateEnvironment);
    list() -> v1::ListEnvironments;
} }

/// Settings by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'c>(&'c super::EnvironmentClient);

calls! { inmanta, impl<'c> Settings<'c> via self.0 {
    list() -> v1::ListSettings;
    get(id: SettingName) -> v1::GetSetting;
    set(id: SettingName, value: Value) -> v1::SetSetting;
    delete(id: SettingName) -> v1::DeleteSetting;
} }

/// Parameters by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'c>(&'c super::EnvironmentClient);

calls! { inmanta, impl<'c> Parameters<'c> via self.0 {
    list(v1::ListParameters);
    set(v1::SetParameter);
} }

/// Versions by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'c>(&'c super::EnvironmentClient);

calls! { inmanta, impl<'c> Versions<'c> via self.0 {
    list(v1::ListVersions);
    release(id: ModelVersion) -> v1::ReleaseVersion;
} }

/// Compiles by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Compiles<'c>(&'c super::EnvironmentClient);

calls! { inmanta, impl<'c> Compiles<'c> via self.0 {
    list(v1::ListCompiles);
    get(id: CompileId) -> v1::GetCompile;
} }

/// Resources by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Resources<'c>(&'c super::EnvironmentClient);

calls! { inmanta, impl<'c> Resources<'c> via self.0 {
    get(id: ResourceVersionId) -> v1::GetResource;
} }

/// Agents by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct Agents<'c>(&'c super::EnvironmentClient);

calls! { inmanta, impl<'c> Agents<'c> via self.0 {
    list(v1::ListAgents);
    get_process(id: AgentProcessId) -> v1::GetAgentProcess;
} }

/// Dry runs by version 1 of the API.
#[derive(Clone, Copy, Debug)]
pub struct DryRuns<'c>(&'c super::EnvironmentClient);

calls! { inmanta, impl<'c> DryRuns<'c> via self.0 {
    create(id: ModelVersion) -> v1::CreateDryRun;
    list(v1::ListDryRuns);
    get(id: DryRunId) -> v1::GetDryRun;
} }
