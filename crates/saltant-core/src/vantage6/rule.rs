use saltant_types::vantage6::{Page, RoleId, Rule, RuleId, RuleOperation, RuleScope, UserId};

use super::paging::{self, MANY, numbered_pages};
use crate::operations::Operation;

/// Lists rules.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.rule.list", GET "rule", output = Page<Rule>, read = paging::read)]
pub struct ListRules {
    /// By the kind of thing, which has to be exactly this: `task`, `node` …
    #[query]
    pub name: Option<String>,
    /// By what is allowed. The server knows the words in capitals; `view` matches nothing.
    #[query]
    pub operation: Option<RuleOperation>,
    /// By on whose things.
    #[query]
    pub scope: Option<RuleScope>,
    /// By a role that holds them; an unknown one is a 400.
    #[query = "role_id"]
    pub role: Option<RoleId>,
    /// By a user who has them.
    #[query = "user_id"]
    pub user: Option<UserId>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Rules on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListRules, Rule, per_page = MANY, sort = Some("id"));

/// Gets the rule with an id. Any user may.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.rule.get", GET "rule/{id}", output = Rule)]
pub struct GetRule {
    /// The rule's id.
    #[segment]
    pub id: RuleId,
}
