//! vantage6's operations.
//!
//! Names and arguments are those of the Python client's documents. What is said about the server was measured
//! on version 4.15.2. Some text filters are SQL patterns: `Org%` matches what begins with `Org`, and `Org`
//! only itself.
//!
//! No DELETE is ever repeated automatically: on sqlite the server gives the ids of deleted rows to new ones.

mod algorithm_store;
mod auth;
mod base64;
mod blob;
mod collaboration;
mod errors;
mod node;
mod organization;
mod paging;
mod password;
mod payload;
mod result;
mod role;
mod rule;
mod run;
mod sealed;
mod server;
mod study;
mod task;
mod task_create;
mod task_input;
mod time;
mod token;
mod two_factor;
mod user;

#[cfg(test)]
mod traps;

pub use auth::{BearerToken, JsonWebToken, user_of};
pub use base64::{FromBase64, ToBase64};
pub use organization::OrganizationDetails;
pub use paging::Paging;
pub use payload::{Payload, PayloadError};
pub use run::RunState;
pub use sealed::Sealed;
pub use task_input::{Participant, TaskInput};
pub use time::{TimeBound, TimeSpan};

use http::StatusCode;

use crate::answer::{Answer, ApiError, ErrorKind};
use crate::operation::Service;
use crate::operations::operations;

operations! {
    token { ObtainToken, RefreshToken, ObtainNodeToken, ObtainContainerToken }
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
    run { ListRuns, ListTaskRuns, GetRun, UpdateRun }
    result { GetResult, ListTaskResults }
    server { GetServerVersion, GetServerHealth }
    blob { GetBlobStoreStatus, UploadBlob, DownloadBlob }
    password { ChangeMyPassword, ResetMyPassword, SetMyPassword }
    two_factor { ResetTwoFactorAuth, SetTwoFactorAuth }
    study { GetStudy }
    algorithm_store { ListAlgorithmStores }
}

/// vantage6, a server for federated analysis. The base URL ends with the API's path, by default `/api`.
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
