use serde::{Deserialize, Serialize};

use super::{CommissionSerial, Fault, ProjectId, ResourceName, UserId};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// Who a quantity is charged to: `user:…` or `project:…`.
    ///
    /// Servers of release 0.15 write a user's id alone.
    Holder(String)
}

impl Holder {
    /// A user.
    pub fn user(user: &UserId) -> Self {
        Self::new(format!("user:{user}"))
    }

    /// A project.
    pub fn project(project: &ProjectId) -> Self {
        Self::new(format!("project:{project}"))
    }
}

open_enum! {
    /// What is done with a pending commission.
    pub enum CommissionAction {
        /// Its quantities become usage.
        Accept = "accept",
        /// Its quantities are released.
        Reject = "reject",
    }
}

/// A quantity of a resource that is charged to a holder; a negative quantity is released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct Provision {
    /// Who is charged.
    pub holder: Holder,
    /// The project that a user's quantity comes from; `None` if the holder is a project.
    pub source: Option<Holder>,
    /// The resource.
    pub resource: ResourceName,
    /// The quantity, in the resource's unit.
    pub quantity: i64,
}

impl Provision {
    /// Charges a user, from a project.
    pub fn of_user(provision: &UserProvision) -> Self {
        Self {
            holder: Holder::user(&provision.user),
            source: Some(Holder::project(&provision.project)),
            resource: provision.resource.clone(),
            quantity: provision.quantity,
        }
    }

    /// The pair that charges a user, and the project that the quantity comes from.
    pub fn pair(
        user: impl Into<UserId>,
        project: impl Into<ProjectId>,
        resource: impl Into<ResourceName>,
        quantity: i64,
    ) -> [Self; 2] {
        let user = UserProvision::new(user, project, resource, quantity);
        let project = ProjectProvision::new(user.project.clone(), user.resource.clone(), quantity);
        [Self::of_user(&user), Self::of_project(&project)]
    }

    /// Charges a project.
    pub fn of_project(provision: &ProjectProvision) -> Self {
        Self {
            holder: Holder::project(&provision.project),
            source: None,
            resource: provision.resource.clone(),
            quantity: provision.quantity,
        }
    }
}

/// A quantity that is charged to a user, from a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct UserProvision {
    /// The user.
    pub user: UserId,
    /// The project.
    pub project: ProjectId,
    /// The resource.
    pub resource: ResourceName,
    /// The quantity, in the resource's unit.
    pub quantity: i64,
}

impl UserProvision {
    /// Charges a user, from a project.
    pub fn new(
        user: impl Into<UserId>,
        project: impl Into<ProjectId>,
        resource: impl Into<ResourceName>,
        quantity: i64,
    ) -> Self {
        Self { user: user.into(), project: project.into(), resource: resource.into(), quantity }
    }
}

/// A quantity of a resource, for servers of release 0.15, which have no projects with quotas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct ResourceProvision {
    /// The resource.
    pub resource: ResourceName,
    /// The quantity, in the resource's unit.
    pub quantity: i64,
}

impl ResourceProvision {
    /// A quantity of a resource.
    pub fn new(resource: impl Into<ResourceName>, quantity: i64) -> Self {
        Self { resource: resource.into(), quantity }
    }
}

/// A quantity that is charged to a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct ProjectProvision {
    /// The project.
    pub project: ProjectId,
    /// The resource.
    pub resource: ResourceName,
    /// The quantity, in the resource's unit.
    pub quantity: i64,
}

impl ProjectProvision {
    /// Charges a project.
    pub fn new(project: impl Into<ProjectId>, resource: impl Into<ResourceName>, quantity: i64) -> Self {
        Self { project: project.into(), resource: resource.into(), quantity }
    }
}

/// A quantity of one user that moves from one project to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct Reassignment {
    /// The project whose usage decreases.
    pub from: ProjectId,
    /// The project whose usage increases.
    pub to: ProjectId,
    /// The resource.
    pub resource: ResourceName,
    /// The quantity, in the resource's unit.
    pub quantity: i64,
}

impl Reassignment {
    /// Moves a quantity.
    pub fn new(
        from: impl Into<ProjectId>,
        to: impl Into<ProjectId>,
        resource: impl Into<ResourceName>,
        quantity: i64,
    ) -> Self {
        Self { from: from.into(), to: to.into(), resource: resource.into(), quantity }
    }
}

/// Quantities that are charged together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
#[serde(deny_unknown_fields)]
pub struct Commission {
    /// Whether limits are ignored.
    #[serde(default)]
    pub force: bool,
    /// Whether it is accepted at once; otherwise it stays pending.
    #[serde(default)]
    pub auto_accept: bool,
    /// A name for people.
    #[serde(default)]
    pub name: String,
    /// The quantities.
    #[serde(default)]
    pub provisions: Vec<Provision>,
}

/// A commission as the server keeps it while it is pending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommissionInfo {
    /// Its serial number.
    pub serial: CommissionSerial,
    /// When it was issued.
    pub issue_time: Timestamp,
    /// Its name; may be empty.
    #[serde(default)]
    pub name: String,
    /// The quantities.
    #[serde(default)]
    pub provisions: Vec<Provision>,
}

/// The result of accepting and rejecting commissions together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResolvedCommissions {
    /// The accepted ones.
    #[serde(default)]
    pub accepted: Vec<CommissionSerial>,
    /// The rejected ones.
    #[serde(default)]
    pub rejected: Vec<CommissionSerial>,
    /// The commissions that could be neither accepted nor rejected, each with the reason. The call succeeds even
    /// so.
    #[serde(default)]
    pub failed: Vec<(CommissionSerial, Fault)>,
}
