//! Inmanta's operations.
//!
//! Names and arguments are those of the documentation of Inmanta's Python client; what the server really
//! does was measured on inmanta-core 17. A name with `v1` belongs to version 1 of the API, whose answers
//! have no common form; those of version 2 come in an envelope, which is taken off.
//!
//! Most operations belong to an environment. It goes in a header, `tid`: given in the operation, or once for
//! all in the client. The server answers 400 where it is missing.

mod auth;
mod compile;
mod environment;
mod environment_v1;
mod errors;
mod fact;
mod file;
mod filter;
mod keyed;
mod paging;
mod parameter;
mod project;
mod resource;
mod role;
mod setting;
mod sort;
mod user;
mod version;

pub use auth::{BearerToken, UserLogin};
pub use compile::{GetCompileDetails, GetCompileReports};
pub use environment::{
    EnvironmentClear, EnvironmentCreate, EnvironmentCreateToken, EnvironmentDelete, EnvironmentGet,
    EnvironmentList, EnvironmentModify, GetEnvironmentMetrics, HaltEnvironment, ResumeEnvironment,
};
pub use environment_v1::{
    ClearEnvironment, CreateEnvironment, CreateToken, DeleteEnvironment, ListEnvironments, ModifyEnvironment,
};
pub use fact::{GetAllFacts, GetFact, GetFacts, SetFact};
pub use file::{Diff, FileContent, GetFile, StatFile, StatFiles};
pub use filter::{
    Bound, CompileReportFilter, FactFilter, Filter, Filterable, Kind, Not, ParameterFilter, ResourceFilter,
    StateIs,
};
pub use parameter::{
    DeleteParam, GetParam, GetParameters, ListParams, SetParam, SetParameter, SetParameters,
};
pub use project::{
    CreateProject, DeleteProject, GetProject, ListProjects, ModifyProject, ProjectCreate, ProjectDelete,
    ProjectGet, ProjectList, ProjectModify,
};
pub use resource::ResourceList;
pub use role::{AssignRole, CreateRole, DeleteRole, ListRoles, ListRolesForUser, UnassignRole};
pub use setting::{
    DeleteSetting, EnvironmentSettingDelete, EnvironmentSettingGet, EnvironmentSettingsList,
    EnvironmentSettingsSet, GetSetting, ListSettings, ProtectedEnvironmentSettingsSetBatch, SetSetting,
};
pub use sort::{InvalidSort, Sort};
pub use user::{AddUser, DeleteUser, GetCurrentUser, ListUsers, Login, SetIsAdmin, SetPassword};
pub use version::{PutPartial, ReserveVersion};

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Answer, ApiError, ErrorKind, ReadError, Service, decode};

/// The name of the header that says which environment a request is about.
pub const ENVIRONMENT_HEADER: &str = "x-inmanta-tid";

/// Inmanta: an orchestrator's API behind `/api/v1/` and `/api/v2/`.
#[derive(Clone, Copy, Debug)]
pub struct Inmanta;

impl Service for Inmanta {
    /// Takes the envelope off that version 2 puts around every answer.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        #[derive(Deserialize)]
        struct Envelope<T> {
            data: T,
        }

        decode::json::<Envelope<T>>(answer).map(|envelope| envelope.data)
    }

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        (status == StatusCode::FORBIDDEN && errors::is_about_the_credential(api)).then_some(ErrorKind::Auth)
    }
}

/// Every operation of Inmanta.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use crate::catalog::Entry;
    &[
        Entry::of::<ProjectCreate>(),
        Entry::of::<ProjectList>(),
        Entry::of::<ProjectGet>(),
        Entry::of::<ProjectModify>(),
        Entry::of::<ProjectDelete>(),
        Entry::of::<CreateProject>(),
        Entry::of::<ListProjects>(),
        Entry::of::<GetProject>(),
        Entry::of::<ModifyProject>(),
        Entry::of::<DeleteProject>(),
        Entry::of::<EnvironmentCreate>(),
        Entry::of::<EnvironmentList>(),
        Entry::of::<EnvironmentGet>(),
        Entry::of::<EnvironmentModify>(),
        Entry::of::<EnvironmentDelete>(),
        Entry::of::<EnvironmentClear>(),
        Entry::of::<EnvironmentCreateToken>(),
        Entry::of::<HaltEnvironment>(),
        Entry::of::<ResumeEnvironment>(),
        Entry::of::<GetEnvironmentMetrics>(),
        Entry::of::<CreateEnvironment>(),
        Entry::of::<ListEnvironments>(),
        Entry::of::<ModifyEnvironment>(),
        Entry::of::<DeleteEnvironment>(),
        Entry::of::<ClearEnvironment>(),
        Entry::of::<CreateToken>(),
        Entry::of::<EnvironmentSettingsSet>(),
        Entry::of::<EnvironmentSettingsList>(),
        Entry::of::<EnvironmentSettingGet>(),
        Entry::of::<EnvironmentSettingDelete>(),
        Entry::of::<ProtectedEnvironmentSettingsSetBatch>(),
        Entry::of::<ListSettings>(),
        Entry::of::<GetSetting>(),
        Entry::of::<SetSetting>(),
        Entry::of::<DeleteSetting>(),
        Entry::of::<GetParam>(),
        Entry::of::<SetParam>(),
        Entry::of::<DeleteParam>(),
        Entry::of::<ListParams>(),
        Entry::of::<SetParameters>(),
        Entry::of::<SetParameter>(),
        Entry::paged::<GetParameters>(),
        Entry::of::<SetFact>(),
        Entry::of::<GetFact>(),
        Entry::of::<GetFacts>(),
        Entry::paged::<GetAllFacts>(),
        Entry::of::<ReserveVersion>(),
        Entry::of::<PutPartial>(),
        Entry::of::<GetCompileDetails>(),
        Entry::paged::<GetCompileReports>(),
        Entry::paged::<ResourceList>(),
        Entry::of::<StatFile>(),
        Entry::of::<StatFiles>(),
        Entry::of::<GetFile>(),
        Entry::of::<Diff>(),
        Entry::of::<Login>(),
        Entry::of::<ListUsers>(),
        Entry::of::<GetCurrentUser>(),
        Entry::of::<AddUser>(),
        Entry::of::<DeleteUser>(),
        Entry::of::<SetPassword>(),
        Entry::of::<SetIsAdmin>(),
        Entry::of::<ListRoles>(),
        Entry::of::<CreateRole>(),
        Entry::of::<DeleteRole>(),
        Entry::of::<ListRolesForUser>(),
        Entry::of::<AssignRole>(),
        Entry::of::<UnassignRole>(),
    ]
};
