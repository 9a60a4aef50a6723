use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ApplicationId, Policy, ProjectId, ProjectResource, ResourceName, UserId};
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The state of an application.
    pub enum ApplicationState {
        /// It is not decided yet.
        Pending = "pending",
        /// It is approved: the project is as it says.
        Approved = "approved",
        /// A newer application has replaced it.
        Replaced = "replaced",
        /// It was refused.
        Denied = "denied",
        /// It was refused, and the applicant has dismissed it.
        Dismissed = "dismissed",
        /// The applicant has withdrawn it.
        Cancelled = "cancelled",
    }
}

open_enum! {
    /// What is done with an application.
    pub enum ApplicationAction {
        /// Approves it: the project becomes what it says.
        Approve = "approve",
        /// Refuses it.
        Deny = "deny",
        /// Dismisses a refused application.
        Dismiss = "dismiss",
        /// Withdraws it.
        Cancel = "cancel",
    }
}

/// An application for a project, or for a change of one.
///
/// Fields that a change leaves as they are may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Application {
    /// The application's id.
    pub id: ApplicationId,
    /// The project's id. Only servers of release 0.15 send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Its state.
    pub state: ApplicationState,
    /// The project's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The project's owner.
    #[serde(default)]
    pub owner: Option<UserId>,
    /// The user who has applied.
    #[serde(default)]
    pub applicant: Option<UserId>,
    /// The address of a web page about the project.
    #[serde(default)]
    pub homepage: Option<String>,
    /// What the project is for.
    #[serde(default)]
    pub description: Option<String>,
    /// When the project begins.
    #[serde(default)]
    pub start_date: Option<Timestamp>,
    /// When the project ends.
    #[serde(default)]
    pub end_date: Option<Timestamp>,
    /// A comment for the people who decide on it.
    #[serde(default)]
    pub comments: Option<String>,
    /// How people join.
    #[serde(default)]
    pub join_policy: Option<Policy>,
    /// How people leave.
    #[serde(default)]
    pub leave_policy: Option<Policy>,
    /// The most members.
    #[serde(default)]
    pub max_members: Option<i64>,
    /// Whether only members see the project.
    #[serde(default)]
    pub private: Option<bool>,
    /// How much may be used, by resource.
    #[serde(default)]
    pub resources: BTreeMap<ResourceName, ProjectResource>,
}
