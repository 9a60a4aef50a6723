//! Who asks, and what they may do.

use std::collections::BTreeSet;

use crate::json::Json;
use crate::vantage6::rules::{self, Operation, SCOPES, Scope};
use crate::vantage6::store::Tables;

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) enum Caller {
    User(u64),
    Node(u64),
    Container(Container),
}

/// An algorithm's container, as its token describes it.
#[derive(Clone, Debug)]
pub(crate) struct Container {
    pub(crate) node: u64,
    pub(crate) organization: u64,
    pub(crate) collaboration: u64,
    pub(crate) task: u64,
    pub(crate) image: String,
}

impl Container {
    /// Reads the subject of a container's token; `None` if it is not one.
    pub(crate) fn read(subject: &Json) -> Option<Self> {
        let number = |name: &str| subject.get(name)?.as_i64()?.try_into().ok();
        Some(Self {
            node: number("node_id")?,
            organization: number("organization_id")?,
            collaboration: number("collaboration_id")?,
            task: number("task_id")?,
            image: subject.get("image")?.as_str()?.to_owned(),
        })
    }
}

/// Someone who asks, with the rights that the tables give them.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) caller: Caller,
    pub(crate) organization: u64,
    /// The caller's collaborations; for a container only that of its token.
    pub(crate) collaborations: Vec<u64>,
    /// The organizations in any collaboration of the caller's own.
    pub(crate) partners: BTreeSet<u64>,
    /// A bit for the id of each rule.
    rights: u128,
}

impl Identity {
    pub(crate) fn of_user(tables: &Tables, id: u64) -> Option<Self> {
        let user = tables.users.get(id)?;
        let roles = user.roles.iter().filter_map(|role| tables.roles.get(*role));
        let granted = roles.flat_map(|role| role.rules.iter()).chain(&user.rules);
        Some(Self::new(tables, Caller::User(id), user.organization, granted.copied()))
    }

    pub(crate) fn of_node(tables: &Tables, id: u64) -> Option<Self> {
        let node = tables.nodes.get(id)?;
        let rules = rules::ROLES[rules::NODE_ROLE].rule_ids();
        Some(Self::new(tables, Caller::Node(id), node.organization, rules.into_iter()))
    }

    pub(crate) fn of_container(tables: &Tables, container: Container) -> Self {
        let rules = rules::ROLES[rules::CONTAINER_ROLE].rule_ids();
        let (organization, collaboration) = (container.organization, container.collaboration);
        let caller = Caller::Container(container);
        let identity = Self::new(tables, caller, organization, rules.into_iter());
        Self { collaborations: vec![collaboration], ..identity }
    }

    fn new(tables: &Tables, caller: Caller, organization: u64, rules: impl Iterator<Item = u64>) -> Self {
        let own = || tables.collaborations_of(organization);
        Self {
            caller,
            organization,
            collaborations: own().map(|row| row.id).collect(),
            partners: own().flat_map(|row| row.organizations.iter().copied()).collect(),
            rights: rules.fold(0, |rights, rule| rights | bit(rule)),
        }
    }

    /// The user, if it is one.
    pub(crate) fn user(&self) -> Option<u64> {
        match self.caller {
            Caller::User(id) => Some(id),
            _ => None,
        }
    }

    /// Whether the caller has a rule.
    pub(crate) fn can(&self, name: &str, operation: Operation, scope: Scope) -> bool {
        rules::id_of(name, operation, scope).is_some_and(|rule| self.rights & bit(rule) != 0)
    }

    /// Whether the caller may do this to what belongs to an organization.
    pub(crate) fn can_for(&self, name: &str, operation: Operation, organization: u64) -> bool {
        self.can(name, operation, Scope::Global)
            || self.organization == organization && self.can(name, operation, Scope::Organization)
            || self.partners.contains(&organization) && self.can(name, operation, Scope::Collaboration)
    }

    /// The same for what belongs to an organization within one collaboration.
    pub(crate) fn can_within(
        &self,
        name: &str,
        operation: Operation,
        organization: u64,
        collaboration: u64,
    ) -> bool {
        self.can(name, operation, Scope::Global)
            || self.organization == organization && self.can(name, operation, Scope::Organization)
            || self.collaborations.contains(&collaboration) && self.can(name, operation, Scope::Collaboration)
    }

    /// Whether the caller may do this in a whole collaboration.
    pub(crate) fn can_in(&self, name: &str, operation: Operation, collaboration: u64) -> bool {
        self.can(name, operation, Scope::Global)
            || self.collaborations.contains(&collaboration) && self.can(name, operation, Scope::Collaboration)
    }

    /// Whether the caller has a rule of this or a wider scope.
    pub(crate) fn can_at_least(&self, name: &str, operation: Operation, scope: Scope) -> bool {
        SCOPES.into_iter().filter(|wider| *wider >= scope).any(|wider| self.can(name, operation, wider))
    }

    /// The widest scope in which the caller may do this.
    pub(crate) fn widest(&self, name: &str, operation: Operation) -> Option<Scope> {
        SCOPES.into_iter().rev().find(|scope| self.can(name, operation, *scope))
    }

    /// The text of the refusal if the caller lacks one of these rules. Nobody may hand on a right that they lack.
    pub(crate) fn lacks(&self, rules: &[u64]) -> Option<String> {
        let lacking = rules
            .iter()
            .filter_map(|rule| rules::get(*rule))
            .find(|rule| !self.can_at_least(rule.name, rule.operation, rule.scope))?;
        let (scope, operation) = (lacking.scope.name(), lacking.operation.name());
        Some(format!(
            "You don't have the rule ({}, {}, {})",
            lacking.name,
            scope.to_lowercase(),
            operation.to_lowercase()
        ))
    }
}

fn bit(rule: u64) -> u128 {
    u32::try_from(rule).ok().and_then(|rule| 1_u128.checked_shl(rule)).unwrap_or(0)
}
