//! Astakos's operations.
//!
//! Names and arguments are those of the astakosclient documentation, requests those that its releases 0.19
//! and, where a call exists no longer, 0.15 send, without their mistakes.
//!
//! A client is given one address, that of the identity service. The other parts (`account`, `ui`, `oauth2`)
//! are found in a [`Catalogue`] that the service hands out. Whether an operation takes a user's token, a
//! service's or none is part of its type: see [`Takes`].

mod action;
mod auth;
mod catalogue;
mod errors;

pub use auth::{Kind, NoToken, ServiceToken, Takes, UserToken, get_token_from_cookie};
pub use catalogue::Catalogue;
pub use commission::mk_provisions;
pub use errors::{fault, quota_fault};

use crate::answer::{Answer, ApiError};
use crate::operation::Service;
use crate::operations::operations;

operations! {
    endpoint { GetEndpoints }
    token { Authenticate, ValidateToken, GetToken }
    user_catalog { GetUsernames, GetUuids, ServiceGetUsernames, ServiceGetUuids }
    resource { GetServices, GetResources }
    feedback { SendFeedback }
    quota { GetQuotas, ServiceGetQuotas, ServiceGetProjectQuotas }
    commission {
        IssueCommission, IssueCommissionGeneric, IssueOneCommission, IssueResourceReassignment,
        GetPendingCommissions, GetCommissionInfo, ActOnCommission, ResolveCommissions,
    }
    project { GetProjects, GetProject, CreateProject, ModifyProject, ActOnProject, SetDefaultProject }
    application { GetApplications, GetApplication, ActOnApplication, ActOnApplicationV015 }
    membership { GetMemberships, GetMembership, ActOnMembership, JoinProject, EnrollMember }
}

/// Astakos: identity, quotas and projects.
#[derive(Clone, Copy, Debug)]
pub struct Astakos;

impl Service for Astakos {
    const NAME: &'static str = "astakos";

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }
}
