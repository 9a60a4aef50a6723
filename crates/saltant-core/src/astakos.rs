//! Astakos's operations.
//!
//! Names and arguments are those of the astakosclient documentation, requests those that its releases 0.19
//! and, where a call exists no longer, 0.15 send, without their mistakes.
//!
//! A client is given one address, that of the identity service. The addresses of the other parts (`account`,
//! `ui`, `oauth2`) are in a [`Catalogue`] that the service publishes; most operations belong to `account`.
//! Some operations take a user's token, some a service's, some none: see [`AuthTokens`].

mod action;
mod application;
mod auth;
mod catalogue;
mod commission;
mod endpoint;
mod errors;
mod feedback;
mod membership;
mod project;
mod quota;
mod resource;
mod token;
mod user_catalog;

pub mod v015;

pub use auth::AuthTokens;
pub use catalogue::Catalogue;
pub use commission::CommissionFields;
pub use errors::{fault, quota_fault};

use crate::answer::{Answer, ApiError};
use crate::operation::Service;
use crate::operations::operations;

operations! {
    endpoint { GetEndpoints }
    token { Authenticate, ValidateToken, ObtainToken }
    user_catalog { GetUsernames, GetUuids, GetUsernamesAsService, GetUuidsAsService }
    resource { ListServices, ListResources }
    feedback { SendFeedback }
    quota { GetQuotas, GetUserQuotas, GetProjectQuotas }
    commission {
        IssueCommission, IssueGenericCommission, IssueOneCommission, IssueResourceReassignment,
        ListPendingCommissions, GetCommission, ActOnCommission, ResolveCommissions,
    }
    project { ListProjects, GetProject, CreateProject, UpdateProject, ActOnProject, SetDefaultProject }
    application { ListApplications, GetApplication, ActOnApplication }
    membership { ListMemberships, GetMembership, ActOnMembership, JoinProject, EnrollMember }
    + v015::CATALOG
}

/// Astakos: identity, quotas and projects.
#[derive(Clone, Copy, Debug)]
pub struct Astakos;

impl Service for Astakos {
    const NAME: &'static str = "astakos";
    const PART: Option<&'static str> = Some("account");

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }
}
