//! Astakos's operations.
//!
//! Names and arguments are those of the astakosclient documentation, requests those that its releases 0.19
//! and, where a call exists no longer, 0.15 send, without their mistakes.
//!
//! A client is given one address, that of the identity service. The other parts (`account`, `ui`, `oauth2`)
//! are found in a [`Catalogue`] that the service hands out. Whether an operation takes a user's token, a
//! service's or none is part of its type: see [`Takes`].

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

pub use application::{ActOnApplication, ActOnApplicationV015, GetApplication, GetApplications};
pub use auth::{Kind, NoToken, ServiceToken, Takes, UserToken, get_token_from_cookie};
pub use catalogue::Catalogue;
pub use commission::{
    ActOnCommission, GetCommissionInfo, GetPendingCommissions, IssueCommission, IssueCommissionGeneric,
    IssueOneCommission, IssueResourceReassignment, ResolveCommissions, mk_provisions,
};
pub use endpoint::GetEndpoints;
pub use errors::{fault, quota_fault};
pub use feedback::SendFeedback;
pub use membership::{ActOnMembership, EnrollMember, GetMembership, GetMemberships, JoinProject};
pub use project::{ActOnProject, CreateProject, GetProject, GetProjects, ModifyProject, SetDefaultProject};
pub use quota::{GetQuotas, ServiceGetProjectQuotas, ServiceGetQuotas};
pub use resource::{GetResources, GetServices};
pub use token::{Authenticate, GetToken, ValidateToken};
pub use user_catalog::{GetUsernames, GetUuids, ServiceGetUsernames, ServiceGetUuids};

use crate::{Answer, ApiError, Service};

/// Astakos: identity, quotas and projects.
#[derive(Clone, Copy, Debug)]
pub struct Astakos;

impl Service for Astakos {
    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }
}

/// Every operation of Astakos.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use crate::catalog::Entry;
    &[
        Entry::of::<GetEndpoints>(),
        Entry::of::<Authenticate>(),
        Entry::of::<ValidateToken>(),
        Entry::of::<GetToken>(),
        Entry::of::<GetUsernames>(),
        Entry::of::<GetUuids>(),
        Entry::of::<ServiceGetUsernames>(),
        Entry::of::<ServiceGetUuids>(),
        Entry::of::<GetServices>(),
        Entry::of::<GetResources>(),
        Entry::of::<SendFeedback>(),
        Entry::of::<GetQuotas>(),
        Entry::of::<ServiceGetQuotas>(),
        Entry::of::<ServiceGetProjectQuotas>(),
        Entry::of::<IssueCommission>(),
        Entry::of::<IssueCommissionGeneric>(),
        Entry::of::<IssueOneCommission>(),
        Entry::of::<IssueResourceReassignment>(),
        Entry::of::<GetPendingCommissions>(),
        Entry::of::<GetCommissionInfo>(),
        Entry::of::<ActOnCommission>(),
        Entry::of::<ResolveCommissions>(),
        Entry::of::<GetProjects>(),
        Entry::of::<GetProject>(),
        Entry::of::<CreateProject>(),
        Entry::of::<ModifyProject>(),
        Entry::of::<ActOnProject>(),
        Entry::of::<SetDefaultProject>(),
        Entry::of::<GetApplications>(),
        Entry::of::<GetApplication>(),
        Entry::of::<ActOnApplication>(),
        Entry::of::<ActOnApplicationV015>(),
        Entry::of::<GetMemberships>(),
        Entry::of::<GetMembership>(),
        Entry::of::<ActOnMembership>(),
        Entry::of::<JoinProject>(),
        Entry::of::<EnrollMember>(),
    ]
};
