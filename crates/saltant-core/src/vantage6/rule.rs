use saltant_types::vantage6::{RoleId, Rule, RuleId, RuleOperation, RuleScope, UserId};

use super::paging::Paging;
use crate::operations::Operation;

/// Lists the rules: what may be done with which resource, and in which scope.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.rule.list", GET "rule", page of Rule by id)]
pub struct ListRules {
    /// Only rules for this resource, compared exactly: `task`, `node` and so on.
    #[query]
    pub name: Option<String>,
    /// Only rules for this action. The server compares in capitals: `view` matches nothing.
    #[query]
    pub operation: Option<RuleOperation>,
    /// Only rules with this scope.
    #[query]
    pub scope: Option<RuleScope>,
    /// Only rules of this role. An unknown one is a 400.
    #[query = "role_id"]
    pub role: Option<RoleId>,
    /// Only rules of this user.
    #[query = "user_id"]
    pub user: Option<UserId>,
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}

/// Gets a rule by id. Every user may.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.rule.get", GET "rule/{id}", output = Rule)]
pub struct GetRule {
    /// The rule's id.
    #[segment]
    pub id: RuleId,
}
