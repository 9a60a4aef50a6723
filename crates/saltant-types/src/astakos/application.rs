use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ApplicationId, Policy, ProjectId, ProjectResource, ResourceName, UserId};
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The state of an application.
    pub enum ApplicationState {
        /// Nobody has decided on it.
        Pending = "pending",
        /// It is what the project is now.
        Approved = "approved",
        /// A newer one has taken its place.
        Replaced = "replaced",
        /// It was refused.
        Denied = "denied",
        /// Its applicant has taken note of the refusal.
        Dismissed = "dismissed",
        /// Its applicant has withdrawn it.
        Cancelled = "cancelled",
    }
}

open_enum! {
    /// What is done with an application.
    pub enum ApplicationAction {
        /// Makes the project so.
        Approve = "approve",
        /// Refuses it.
        Deny = "deny",
        /// Takes note of a refusal.
        Dismiss = "dismiss",
        /// Withdraws it.
        Cancel = "cancel",
    }
}

/// An application for a project, or for a change of one; what a change leaves as it is may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Application {
    /// The application's id.
    pub id: ApplicationId,
    /// The project; only servers of 0.15 say it.
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
    /// Who has applied.
    #[serde(default)]
    pub applicant: Option<UserId>,
    /// A page about the project.
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
    /// What is said to those who decide on it.
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
