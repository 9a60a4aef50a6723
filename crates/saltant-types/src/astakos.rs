//! Astakos: identity, quotas and projects.
//!
//! Names are those of the service's own API. What the server answers is taken from its views and guides; the
//! requests are those of its own client, releases 0.15 and 0.19.

mod application;
mod commission;
mod endpoint;
mod fault;
mod ids;
mod membership;
mod project;
mod quota;
mod resource;
mod token;
mod user_catalog;

pub use application::{Application, ApplicationAction, ApplicationState};
pub use commission::{
    Commission, CommissionAction, CommissionInfo, Holder, ProjectProvision, Provision, Reassignment,
    ResolvedCommissions, ResourceProvision, UserProvision,
};
pub use endpoint::{CatalogEntry, Endpoint, EndpointFilter, Endpoints, NoEndpoints};
pub use fault::{Fault, FaultName, QuotaErrorName, QuotaFault};
pub use ids::{ApplicationId, CommissionSerial, MembershipId, ProjectId, ResourceName, UserId, Username};
pub use membership::{Joined, Membership, MembershipAction, MembershipState};
pub use project::{
    Policy, Project, ProjectAction, ProjectApplied, ProjectMode, ProjectResource, ProjectSpec, ProjectState,
};
pub use quota::{ProjectQuota, ProjectQuotas, Quota, ServiceQuotas, UNLIMITED, UserQuotas};
pub use resource::{CloudService, Resource};
pub use token::{Access, AccessToken, AccessUser, Role, Tenant, Token};
pub use user_catalog::UserChoice;
