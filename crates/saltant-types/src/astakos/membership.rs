use serde::{Deserialize, Serialize};

use super::{MembershipId, ProjectId, UserId};
use crate::open_enum::open_enum;
use crate::{Map, Timestamp, Value};

open_enum! {
    /// The state of a membership.
    pub enum MembershipState {
        /// The user has asked to join.
        Requested = "requested",
        /// The user is a member.
        Accepted = "accepted",
        /// The user has asked to leave.
        LeaveRequested = "leave_requested",
        /// The membership is on hold.
        Suspended = "suspended",
        /// The request to join was refused.
        Rejected = "rejected",
        /// The user has withdrawn the request to join.
        Cancelled = "cancelled",
        /// The user is no longer a member.
        Removed = "removed",
    }
}

open_enum! {
    /// What is done with a membership.
    pub enum MembershipAction {
        /// The user leaves, or asks to.
        Leave = "leave",
        /// The user withdraws a request.
        Cancel = "cancel",
        /// The owner accepts a request to join.
        Accept = "accept",
        /// The owner refuses a request to join.
        Reject = "reject",
        /// The owner removes the user.
        Remove = "remove",
    }
}

/// A user's membership in a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Membership {
    /// The membership's id.
    pub id: MembershipId,
    /// The user.
    pub user: UserId,
    /// The project.
    pub project: ProjectId,
    /// Its state.
    pub state: MembershipState,
    /// The actions that the caller may take.
    #[serde(default)]
    pub allowed_actions: Vec<MembershipAction>,
    /// Further fields: the time at which each state was reached, under the state's name.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Membership {
    /// When the membership was last in a state.
    pub fn reached(&self, state: &MembershipState) -> Option<Timestamp> {
        self.other.get(state.as_str())?.as_str()?.parse().ok()
    }
}

/// The answer to a request to join, or to an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Joined {
    /// The membership.
    pub id: MembershipId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_of_a_membership_are_found_by_state() {
        let text = r#"{"id": 7, "user": "u", "project": "p", "state": "accepted", "allowed_actions": ["leave"],
            "requested": "2013-06-26T11:48:06.579100+00:00", "accepted": null}"#;
        let membership: Membership = serde_json::from_str(text).unwrap();
        let requested = membership.reached(&MembershipState::Requested).unwrap();
        assert_eq!(requested.to_string(), "2013-06-26T11:48:06.5791Z");
        assert_eq!(membership.reached(&MembershipState::Accepted), None);
        assert_eq!(membership.allowed_actions, [MembershipAction::Leave]);
    }
}
