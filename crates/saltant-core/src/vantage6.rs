//! vantage6's operations.
//!
//! Names and arguments are those of the documents of the Python client; what the server really does was
//! measured on a server of version 4.15.2. Text filters are SQL patterns: `Org%` finds what begins with
//! `Org`, `Org` alone only what is exactly that.
//!
//! No DELETE is ever sent a second time by itself: sqlite gives the ids of deleted rows to new ones.

mod auth;
mod errors;
mod paging;
mod payload;
mod query;
#[cfg(test)]
mod traps;

pub use auth::{BearerToken, JsonWebToken};
pub use payload::{Payload, PayloadError};
pub use query::{
    Assigned, DeleteDependents, Finished, Flag, IncludeOrganizations, IncludePermissions, IncludeResults,
    IncludeRoot, IncludeRuns, IncludeTask, Span, SpanWords, Started, Switch, SwitchWords, When,
};
pub use task_create::{Participant, TaskInput};

use http::StatusCode;

use crate::answer::{Answer, ApiError, ErrorKind};
use crate::operation::Service;
use crate::operations::operations;

operations! {
    token { ObtainToken, RefreshToken }
    collaboration {
        ListCollaborations, GetCollaboration, CreateCollaboration, UpdateCollaboration,
        DeleteCollaboration, AddOrganization, RemoveOrganization,
    }
    node { ListNodes, GetNode, CreateNode, UpdateNode, DeleteNode, KillNodeTasks, ResetApiKey }
    organization {
        ListOrganizations, GetOrganization, CreateOrganization, UpdateOrganization, DeleteOrganization,
    }
    role { ListRoles, GetRole, CreateRole, UpdateRole, DeleteRole }
    rule { ListRules, GetRule }
    user { ListUsers, GetUser, CreateUser, UpdateUser, DeleteUser }
    task { ListTasks, GetTask, GetTaskStatus, KillTask, DeleteTask }
    task_create { CreateTask }
    run { ListRuns, ListTaskRuns, GetRun }
    result { GetResult, ListTaskResults }
    util {
        GetServerVersion, GetServerHealth, ChangeMyPassword, ResetMyPassword, SetMyPassword,
        ResetTwoFactorAuth, SetTwoFactorAuth, GetBlobStoreStatus,
    }
    study { GetStudy }
    store { ListAlgorithmStores }
    node_side { ObtainNodeToken, ObtainContainerToken, UpdateRun }
}

/// vantage6: federated analysis. The base URL ends with the API's path, which is `/api` by default.
#[derive(Clone, Copy, Debug)]
pub struct Vantage6;

impl Service for Vantage6 {
    const NAME: &'static str = "vantage6";

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        errors::kind(status, api)
    }
}
