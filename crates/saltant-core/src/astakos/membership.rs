use saltant_types::astakos::{Joined, Membership, MembershipAction, MembershipId, ProjectId, Username};
use serde::Serialize;

use super::action;
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists memberships that the user may see.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_memberships")]
#[operation("astakos.get_memberships", GET "projects/memberships", list of Membership)]
pub struct ListMemberships {
    /// Only memberships in this project.
    #[query]
    pub project: Option<ProjectId>,
}

/// Gets a membership: user, project, state and what may be done with it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_membership")]
#[operation("astakos.get_membership", GET "projects/memberships/{memb_id}", output = Membership)]
pub struct GetMembership {
    /// The membership's id.
    #[segment]
    pub memb_id: MembershipId,
}

/// Leaves, cancels, accepts, rejects or removes a membership.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "membership_action")]
#[operation("astakos.membership_action", POST "projects/memberships/{memb_id}/action", output = ())]
#[operation(write = write_action)]
pub struct ActOnMembership {
    /// The membership's id.
    #[segment]
    pub memb_id: MembershipId,
    /// The action.
    #[custom]
    pub action: MembershipAction,
    /// A reason for people; empty by default.
    #[custom]
    pub reason: Option<String>,
}

fn write_action(operation: &ActOnMembership, request: &mut Encoder) -> Result<(), EncodeError> {
    let reason = operation.reason.as_deref().unwrap_or_default();
    action::write(request, operation.action.as_str(), &reason)
}

/// Joins a project, or asks to join it, depending on the project's policy.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "join_project")]
#[operation("astakos.join_project", POST "projects/memberships", output = Joined)]
#[operation(write = write_join)]
pub struct JoinProject {
    /// The project's id.
    #[custom]
    pub project_id: ProjectId,
}

/// The project and, for another user than the caller, the user.
#[derive(Serialize)]
struct Join<'a> {
    #[serde(serialize_with = "action::project_id")]
    project: &'a ProjectId,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a Username>,
}

fn write_join(operation: &JoinProject, request: &mut Encoder) -> Result<(), EncodeError> {
    action::write(request, "join", &Join { project: &operation.project_id, user: None })
}

/// Makes a user a member of a project.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "enroll_member")]
#[operation("astakos.enroll_member", POST "projects/memberships", output = Joined)]
#[operation(write = write_enroll)]
pub struct EnrollMember {
    /// The project's id.
    #[custom]
    pub project_id: ProjectId,
    /// The user's e-mail address, which is the user's name.
    #[custom]
    pub email: Username,
}

fn write_enroll(operation: &EnrollMember, request: &mut Encoder) -> Result<(), EncodeError> {
    let join = Join { project: &operation.project_id, user: Some(&operation.email) };
    action::write(request, "enroll", &join)
}
