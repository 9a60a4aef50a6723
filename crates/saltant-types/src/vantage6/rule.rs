use serde::{Deserialize, Serialize};

use super::ListLink;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a rule.
    RuleId(u64)
}

open_enum! {
    /// How far a rule reaches.
    pub enum RuleScope {
        /// The user's own resources.
        Own = "OWN",
        /// Resources of the user's organization.
        Organization = "ORGANIZATION",
        /// Resources of the organizations in the same collaborations.
        Collaboration = "COLLABORATION",
        /// All resources on the server.
        Global = "GLOBAL",
    }
}

open_enum! {
    /// The action that a rule allows.
    pub enum RuleOperation {
        /// Viewing.
        View = "VIEW",
        /// Changing.
        Edit = "EDIT",
        /// Creating.
        Create = "CREATE",
        /// Deleting.
        Delete = "DELETE",
        /// Sending events.
        Send = "SEND",
        /// Receiving events.
        Receive = "RECEIVE",
    }
}

/// A rule: the permission for one action on one kind of resource. The server has 86 fixed rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rule {
    /// The rule's id.
    pub id: RuleId,
    /// The kind of resource: `node`, `collaboration`, `organization`, `task`, `run`, `user`, `role`, `port`,
    /// `event` or `study`.
    pub name: String,
    /// How far it reaches.
    pub scope: RuleScope,
    /// The action.
    pub operation: RuleOperation,
    /// The rule in words.
    #[serde(default)]
    pub description: String,
    /// The users who have it, apart from their roles.
    #[serde(default)]
    pub users: ListLink,
}

impl From<&Rule> for RuleId {
    fn from(rule: &Rule) -> Self {
        rule.id
    }
}
