//! vantage6's operations.
//!
//! Names and arguments are those of the documents of the Python client; what the server really does was
//! measured on a server of version 4.15.2. Text filters are SQL patterns: `Org%` finds what begins with
//! `Org`, `Org` alone only what is exactly that.
//!
//! No DELETE is ever sent a second time by itself: sqlite gives the ids of deleted rows to new ones.

mod auth;
mod collaboration;
mod errors;
mod node;
mod node_side;
mod organization;
mod paging;
mod payload;
mod query;
mod request;
mod result;
mod role;
mod rule;
mod run;
mod store;
mod study;
mod task;
mod task_create;
mod token;
#[cfg(test)]
mod traps;
mod user;
mod util;

pub use auth::{BearerToken, JsonWebToken};
pub use collaboration::{
    AddOrganization, CreateCollaboration, DeleteCollaboration, GetCollaboration, ListCollaborations,
    RemoveOrganization, UpdateCollaboration,
};
pub use node::{CreateNode, DeleteNode, GetNode, KillNodeTasks, ListNodes, ResetApiKey, UpdateNode};
pub use node_side::{ObtainContainerToken, ObtainNodeToken, UpdateRun};
pub use organization::{
    CreateOrganization, DeleteOrganization, GetOrganization, ListOrganizations, UpdateOrganization,
};
pub use payload::{Payload, PayloadError};
pub use query::{
    Assigned, DeleteDependents, Finished, Flag, IncludeOrganizations, IncludePermissions, IncludeResults,
    IncludeRoot, IncludeRuns, IncludeTask, Span, SpanWords, Started, Switch, SwitchWords, When,
};
pub use request::{Request, Verb, verb};
pub use result::{GetResult, ListTaskResults};
pub use role::{CreateRole, DeleteRole, GetRole, ListRoles, UpdateRole};
pub use rule::{GetRule, ListRules};
pub use run::{GetRun, ListRuns, ListTaskRuns};
pub use store::ListAlgorithmStores;
pub use study::GetStudy;
pub use task::{DeleteTask, GetTask, GetTaskStatus, KillTask, ListTasks};
pub use task_create::{CreateTask, Participant, TaskInput};
pub use token::{ObtainToken, RefreshToken};
pub use user::{CreateUser, DeleteUser, GetUser, ListUsers, UpdateUser};
pub use util::{
    ChangeMyPassword, GetBlobStoreStatus, GetServerHealth, GetServerVersion, ResetMyPassword,
    ResetTwoFactorAuth, SetMyPassword, SetTwoFactorAuth,
};

use http::StatusCode;

use crate::{Answer, ApiError, ErrorKind, Service};

/// vantage6: federated analysis. The base URL ends with the API's path, which is `/api` by default.
#[derive(Clone, Copy, Debug)]
pub struct Vantage6;

impl Service for Vantage6 {
    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        errors::kind(status, api)
    }
}

/// Every operation of vantage6.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use crate::catalog::Entry;
    &[
        Entry::of::<ObtainToken>(),
        Entry::of::<RefreshToken>(),
        Entry::paged::<ListCollaborations>(),
        Entry::of::<GetCollaboration>(),
        Entry::of::<CreateCollaboration>(),
        Entry::of::<UpdateCollaboration>(),
        Entry::of::<DeleteCollaboration>(),
        Entry::of::<AddOrganization>(),
        Entry::of::<RemoveOrganization>(),
        Entry::paged::<ListNodes>(),
        Entry::of::<GetNode>(),
        Entry::of::<CreateNode>(),
        Entry::of::<UpdateNode>(),
        Entry::of::<DeleteNode>(),
        Entry::of::<KillNodeTasks>(),
        Entry::of::<ResetApiKey>(),
        Entry::paged::<ListOrganizations>(),
        Entry::of::<GetOrganization>(),
        Entry::of::<CreateOrganization>(),
        Entry::of::<UpdateOrganization>(),
        Entry::of::<DeleteOrganization>(),
        Entry::paged::<ListRoles>(),
        Entry::of::<GetRole>(),
        Entry::of::<CreateRole>(),
        Entry::of::<UpdateRole>(),
        Entry::of::<DeleteRole>(),
        Entry::paged::<ListRules>(),
        Entry::of::<GetRule>(),
        Entry::paged::<ListUsers>(),
        Entry::of::<GetUser>(),
        Entry::of::<CreateUser>(),
        Entry::of::<UpdateUser>(),
        Entry::of::<DeleteUser>(),
        Entry::paged::<ListTasks>(),
        Entry::of::<GetTask>(),
        Entry::of::<GetTaskStatus>(),
        Entry::of::<CreateTask>(),
        Entry::of::<KillTask>(),
        Entry::of::<DeleteTask>(),
        Entry::paged::<ListRuns>(),
        Entry::paged::<ListTaskRuns>(),
        Entry::of::<GetRun>(),
        Entry::of::<GetResult>(),
        Entry::paged::<ListTaskResults>(),
        Entry::of::<GetServerVersion>(),
        Entry::of::<GetServerHealth>(),
        Entry::of::<ChangeMyPassword>(),
        Entry::of::<ResetMyPassword>(),
        Entry::of::<SetMyPassword>(),
        Entry::of::<ResetTwoFactorAuth>(),
        Entry::of::<SetTwoFactorAuth>(),
        Entry::of::<GetBlobStoreStatus>(),
        Entry::of::<GetStudy>(),
        Entry::paged::<ListAlgorithmStores>(),
        Entry::of::<ObtainNodeToken>(),
        Entry::of::<ObtainContainerToken>(),
        Entry::of::<UpdateRun>(),
    ]
};
