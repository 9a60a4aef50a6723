use serde::{Deserialize, Serialize};

use super::ListLink;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a rule.
    RuleId(u64)
}

open_enum! {
    /// On whose things a rule allows something.
    pub enum RuleScope {
        /// The user's own.
        Own = "OWN",
        /// The organization's.
        Organization = "ORGANIZATION",
        /// Those of the organizations one collaborates with.
        Collaboration = "COLLABORATION",
        /// Everybody's.
        Global = "GLOBAL",
    }
}

open_enum! {
    /// What a rule allows.
    pub enum RuleOperation {
        /// To view.
        View = "VIEW",
        /// To edit.
        Edit = "EDIT",
        /// To create.
        Create = "CREATE",
        /// To delete.
        Delete = "DELETE",
        /// To send events.
        Send = "SEND",
        /// To receive events.
        Receive = "RECEIVE",
    }
}

/// A rule: one thing that may be done. The server has 86 of them, which cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rule {
    /// The rule's id.
    pub id: RuleId,
    /// The kind of thing: `node`, `collaboration`, `organization`, `task`, `run`, `user`, `role`, `port`,
    /// `event` or `study`.
    pub name: String,
    /// On whose.
    pub scope: RuleScope,
    /// What.
    pub operation: RuleOperation,
    /// The same in words.
    #[serde(default)]
    pub description: String,
    /// Who has it.
    #[serde(default)]
    pub users: ListLink,
}

impl From<&Rule> for RuleId {
    fn from(rule: &Rule) -> Self {
        rule.id
    }
}
