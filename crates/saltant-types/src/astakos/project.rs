use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use super::{Application, ApplicationId, ProjectId, ResourceName, UserId};
use crate::Timestamp;
use crate::open_enum::open_enum;

open_enum! {
    /// The state of a project.
    pub enum ProjectState {
        /// The first application for it is not approved yet.
        Uninitialized = "uninitialized",
        /// Its resources can be used.
        Active = "active",
        /// An administrator has put it on hold.
        Suspended = "suspended",
        /// It is over; it can be reinstated.
        Terminated = "terminated",
        /// It is deleted and cannot be reinstated.
        Deleted = "deleted",
    }
}

open_enum! {
    /// How people join or leave a project.
    pub enum Policy {
        /// At once.
        Auto = "auto",
        /// After the owner has agreed.
        Moderated = "moderated",
        /// Not at all.
        Closed = "closed",
    }
}

open_enum! {
    /// What is done with a project.
    pub enum ProjectAction {
        /// Puts it on hold.
        Suspend = "suspend",
        /// Ends the hold.
        Unsuspend = "unsuspend",
        /// Ends it.
        Terminate = "terminate",
        /// Makes it active again after its end.
        Reinstate = "reinstate",
    }
}

open_enum! {
    /// A user's relation to projects.
    pub enum ProjectMode {
        /// Active projects that the user is a member of.
        Member = "member",
        /// The same as `related`.
        Default = "default",
        /// Projects that the user owns or is a member of; all projects for an administrator.
        Related = "related",
        /// Active projects that are public.
        Active = "active",
    }
}

/// A project: a group of users and how much of which resources they may use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Project {
    /// The project's id.
    pub id: ProjectId,
    /// Its state.
    pub state: ProjectState,
    /// When it was created.
    pub creation_date: Timestamp,
    /// The name; a user's own system project is named `system:` and the user's id.
    pub name: String,
    /// The owner; a system project has none.
    #[serde(default)]
    pub owner: Option<UserId>,
    /// The address of a web page about it; may be empty.
    #[serde(default)]
    pub homepage: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// When it ends.
    #[serde(default)]
    pub end_date: Option<Timestamp>,
    /// How people join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join_policy: Option<Policy>,
    /// How people leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_policy: Option<Policy>,
    /// The most members; [`UNLIMITED`](super::UNLIMITED) is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_members: Option<i64>,
    /// Whether only members see it.
    #[serde(default)]
    pub private: bool,
    /// Whether it is the system project of one user.
    #[serde(default)]
    pub system_project: bool,
    /// How much may be used, by resource.
    #[serde(default)]
    pub resources: BTreeMap<ResourceName, ProjectResource>,
    /// The newest application, in any state. Only the owner and administrators see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_application: Option<Application>,
    /// When it was suspended or terminated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivation_date: Option<Timestamp>,
}

/// How much of a resource may be used, in the resource's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct ProjectResource {
    /// How much each member may use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_capacity: Option<i64>,
    /// How much all members together may use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_capacity: Option<i64>,
}

impl ProjectResource {
    /// A limit for each member and one for all members together.
    pub fn new(member_capacity: i64, project_capacity: i64) -> Self {
        Self { member_capacity: Some(member_capacity), project_capacity: Some(project_capacity) }
    }
}

/// The fields of a new project, or the fields to change.
///
/// A new project needs a name and an end date. In a change, a field that is not given stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, saltant_macros::HasSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProjectSpec {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "with_offset")]
    pub end_date: Option<Timestamp>,
    /// The owner; the caller if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// The address of a web page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A comment for the people who decide on the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// When it begins.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "with_offset")]
    pub start_date: Option<Timestamp>,
    /// How people join; moderated if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_policy: Option<Policy>,
    /// How people leave; at once if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave_policy: Option<Policy>,
    /// The most members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_members: Option<i64>,
    /// Whether only members see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private: Option<bool>,
    /// How much may be used, by resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<BTreeMap<ResourceName, ProjectResource>>,
}

impl ProjectSpec {
    /// A new project.
    pub fn new(name: impl Into<String>, end_date: Timestamp) -> Self {
        Self { name: Some(name.into()), end_date: Some(end_date), ..Self::default() }
    }
}

/// The server's guide writes times with `+00:00`.
#[allow(clippy::ref_option)] // serde hands the field over so
fn with_offset<S: Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(&time.to_string().replace('Z', "+00:00")),
        None => serializer.serialize_none(),
    }
}

/// The answer to an application for a project, or for a change of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProjectApplied {
    /// The project.
    pub id: ProjectId,
    /// The application.
    pub application: ApplicationId,
}
