//! The 86 rules of the real server, and the roles that every server has.

use Operation::{Create, Delete, Edit, Receive, Send, View};
use Scope::{Collaboration, Global, Organization, Own};

/// What a rule allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    View,
    Edit,
    Create,
    Delete,
    Send,
    Receive,
}

/// How far a rule reaches, the narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Own,
    Organization,
    Collaboration,
    Global,
}

pub(crate) const SCOPES: [Scope; 4] = [Own, Organization, Collaboration, Global];

impl Operation {
    /// The name in answers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            View => "VIEW",
            Edit => "EDIT",
            Create => "CREATE",
            Delete => "DELETE",
            Send => "SEND",
            Receive => "RECEIVE",
        }
    }

    /// The short value, which some messages show.
    pub(crate) fn value(self) -> &'static str {
        match self {
            View => "v",
            Edit => "e",
            Create => "c",
            Delete => "d",
            Send => "s",
            Receive => "r",
        }
    }
}

impl Scope {
    /// The name in answers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Own => "OWN",
            Organization => "ORGANIZATION",
            Collaboration => "COLLABORATION",
            Global => "GLOBAL",
        }
    }

    /// The short value, which filters accept besides the name.
    pub(crate) fn value(self) -> &'static str {
        match self {
            Own => "own",
            Organization => "org",
            Collaboration => "col",
            Global => "glo",
        }
    }
}

/// A rule. Its id is its place in [`RULES`], from 1.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) scope: Scope,
    pub(crate) operation: Operation,
    pub(crate) description: &'static str,
}

const fn rule(name: &'static str, scope: Scope, operation: Operation, description: &'static str) -> Rule {
    Rule { name, scope, operation, description }
}

/// All rules in the order of their ids.
#[rustfmt::skip]
pub(crate) const RULES: [Rule; 86] = [
    rule("node", Global, View, "view any node"),
    rule("node", Collaboration, View, "view any node in your collaborations"),
    rule("node", Organization, View, "view your own node info"),
    rule("node", Global, Edit, "edit any node"),
    rule("node", Collaboration, Edit, "edit any node in your collaborations"),
    rule("node", Organization, Edit, "edit node that is part of your organization"),
    rule("node", Global, Create, "create node for any organization"),
    rule("node", Collaboration, Create, "create node for any organization in your collaborations"),
    rule("node", Organization, Create, "create new node for your organization"),
    rule("node", Global, Delete, "delete any node"),
    rule("node", Collaboration, Delete, "delete any node in your collaborations"),
    rule("node", Organization, Delete, "delete node that is part of your organization"),
    rule("collaboration", Global, View, "view any collaboration"),
    rule("collaboration", Organization, View, "view collaborations of your organization"),
    rule("collaboration", Global, Edit, "edit any collaboration"),
    rule("collaboration", Collaboration, Edit, "edit any collaboration that your organization participates in"),
    rule("collaboration", Global, Create, "create a new collaboration"),
    rule("collaboration", Global, Delete, "delete a collaboration"),
    rule("collaboration", Collaboration, Delete, "delete any collaboration that your organization participates in"),
    rule("organization", Global, View, "view any organization"),
    rule("organization", Organization, View, "view your own organization info"),
    rule("organization", Collaboration, View, "view collaborating organizations"),
    rule("organization", Global, Edit, "edit any organization"),
    rule("organization", Organization, Edit, "edit your own organization info"),
    rule("organization", Collaboration, Edit, "edit collaborating organizations"),
    rule("organization", Global, Create, "create a new organization"),
    rule("organization", Global, Delete, "delete any organization"),
    rule("task", Global, View, "view any task"),
    rule("task", Collaboration, View, "view tasks of your collaborations"),
    rule("task", Organization, View, "view tasks that your organization initiated"),
    rule("task", Own, View, "view tasks that you initiated"),
    rule("task", Global, Create, "create a new task"),
    rule("task", Collaboration, Create, "create a new task for collaborations in which your organization participates with"),
    rule("task", Global, Delete, "delete a task"),
    rule("task", Collaboration, Delete, "delete a task from your collaborations"),
    rule("task", Organization, Delete, "delete a task from a collaboration in which your organization participates with"),
    rule("task", Own, Delete, "delete tasks that you created"),
    rule("run", Global, View, "view any run"),
    rule("run", Collaboration, View, "view runs of your organizations collaborations"),
    rule("run", Organization, View, "view any run of a task created by your organization"),
    rule("run", Own, View, "view any run of a task created by you"),
    rule("user", Global, View, "View any user"),
    rule("user", Collaboration, View, "View users from your collaboration"),
    rule("user", Organization, View, "View users from your organization"),
    rule("user", Global, Create, "Create a new user for any organization"),
    rule("user", Collaboration, Create, "Create a new user for organizations in your collaborations"),
    rule("user", Organization, Create, "Create a new user for your organization"),
    rule("user", Global, Edit, "Edit any user"),
    rule("user", Collaboration, Edit, "Edit any user in your collaborations"),
    rule("user", Organization, Edit, "Edit users from your organization"),
    rule("user", Own, Edit, "Edit your own info"),
    rule("user", Global, Delete, "Delete any user"),
    rule("user", Collaboration, Delete, "Delete any user in your collaborations"),
    rule("user", Organization, Delete, "Delete users from your organization"),
    rule("user", Own, Delete, "Delete your own account"),
    rule("role", Global, View, "View any role"),
    rule("role", Collaboration, View, "View any role in your collaborations"),
    rule("role", Organization, View, "View the roles of your organization"),
    rule("role", Global, Create, "Create role for any organization"),
    rule("role", Collaboration, Create, "Create role for any organization in your collaborations"),
    rule("role", Organization, Create, "Create role for your organization"),
    rule("role", Global, Edit, "Edit any role"),
    rule("role", Collaboration, Edit, "Edit any role in your collaborations"),
    rule("role", Organization, Edit, "Edit a role from your organization"),
    rule("role", Global, Delete, "Delete a role from any organization"),
    rule("role", Collaboration, Delete, "Delete a role from any organization in your collaborations"),
    rule("role", Organization, Delete, "Delete a role from your organization"),
    rule("port", Global, View, "view any port"),
    rule("port", Organization, View, "view ports of your organizations collaborations"),
    rule("event", Organization, Receive, "view websocket events of your organization"),
    rule("event", Collaboration, Receive, "view websocket events of your collaborations"),
    rule("event", Global, Receive, "view websocket events"),
    rule("event", Organization, Send, "send websocket events for your organization"),
    rule("event", Collaboration, Send, "send websocket events for your collaborations"),
    rule("event", Global, Send, "send websocket events to all collaborations"),
    rule("study", Global, View, "view any study"),
    rule("study", Organization, View, "view studies that your organization is involved in"),
    rule("study", Collaboration, View, "view studies within your collaborations"),
    rule("study", Global, Edit, "edit any study"),
    rule("study", Collaboration, Edit, "edit studies within your collaborations"),
    rule("study", Organization, Edit, "edit studies that your organization is involved in"),
    rule("study", Global, Create, "create a new study"),
    rule("study", Collaboration, Create, "create a new study within your collaborations"),
    rule("study", Global, Delete, "delete a study"),
    rule("study", Collaboration, Delete, "delete any study within your collaborations"),
    rule("study", Organization, Delete, "delete studies that your organization is involved in"),
];

/// The id of a rule, if there is one.
pub(crate) fn id_of(name: &str, operation: Operation, scope: Scope) -> Option<u64> {
    let found =
        RULES.iter().position(|rule| rule.name == name && rule.operation == operation && rule.scope == scope);
    found.and_then(|place| u64::try_from(place + 1).ok())
}

/// The rule with an id.
pub(crate) fn get(id: u64) -> Option<&'static Rule> {
    RULES.get(usize::try_from(id).ok()?.checked_sub(1)?)
}

/// A role that every server has: name, description and rules.
pub(crate) struct DefaultRole {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    rules: &'static [&'static [(&'static str, Operation, Scope)]],
}

impl DefaultRole {
    /// The ids of the rules, each once.
    pub(crate) fn rule_ids(&self) -> Vec<u64> {
        if self.name == "Root" {
            return (1..=86).collect();
        }
        let mut ids: Vec<u64> = self
            .rules
            .iter()
            .flat_map(|part| part.iter())
            .filter_map(|(name, operation, scope)| id_of(name, *operation, *scope))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

type Grants = &'static [(&'static str, Operation, Scope)];

const CONTAINER: Grants = &[
    ("collaboration", View, Organization),
    ("node", View, Organization),
    ("organization", View, Organization),
    ("organization", View, Collaboration),
    ("port", View, Organization),
    ("run", View, Collaboration),
    ("study", View, Organization),
    ("task", View, Collaboration),
];

const NODE: Grants = &[("node", Edit, Organization), ("organization", Edit, Organization)];

const VIEWER: Grants = &[
    ("user", Edit, Own),
    ("user", Delete, Own),
    ("user", View, Organization),
    ("organization", View, Organization),
    ("organization", View, Collaboration),
    ("collaboration", View, Organization),
    ("role", View, Organization),
    ("node", View, Organization),
    ("node", View, Collaboration),
    ("task", View, Collaboration),
    ("run", View, Collaboration),
    ("port", View, Organization),
    ("event", Receive, Organization),
    ("event", Receive, Collaboration),
    ("study", View, Organization),
];

const RESEARCHER: Grants = &[("task", Create, Collaboration), ("task", Delete, Organization)];

const ORGANIZATION_ADMIN: Grants = &[
    ("user", Create, Organization),
    ("user", Edit, Organization),
    ("user", Delete, Organization),
    ("organization", Edit, Organization),
    ("role", Create, Organization),
    ("role", Edit, Organization),
    ("role", Delete, Organization),
    ("node", Create, Organization),
    ("node", Edit, Organization),
    ("event", Send, Organization),
];

const COLLABORATION_ADMIN: Grants = &[
    ("user", View, Collaboration),
    ("user", Create, Collaboration),
    ("user", Edit, Collaboration),
    ("organization", View, Global),
    ("organization", Edit, Collaboration),
    ("collaboration", Edit, Collaboration),
    ("role", View, Collaboration),
    ("node", Create, Collaboration),
    ("node", Delete, Collaboration),
    ("event", Send, Collaboration),
    ("study", View, Collaboration),
    ("study", Create, Collaboration),
    ("study", Edit, Collaboration),
    ("study", Delete, Collaboration),
];

/// The roles in the order of their ids, from 1.
pub(crate) const ROLES: [DefaultRole; 7] = [
    DefaultRole { name: "Root", description: "Super role", rules: &[] },
    DefaultRole { name: "container", description: "container role", rules: &[CONTAINER] },
    DefaultRole { name: "node", description: "node role", rules: &[CONTAINER, NODE] },
    DefaultRole {
        name: "Viewer",
        description: "Can manage their own account and view resources related to their organization",
        rules: &[VIEWER],
    },
    DefaultRole {
        name: "Researcher",
        description: "Can perform tasks, manage their own account, and view resources related to their organization",
        rules: &[VIEWER, RESEARCHER],
    },
    DefaultRole {
        name: "Organization Admin",
        description: "Can manage an organization including its users, roles, and nodes.",
        rules: &[VIEWER, ORGANIZATION_ADMIN],
    },
    DefaultRole {
        name: "Collaboration Admin",
        description: "Can manage a collaboration including its organization and users. Also has permissions of an organization admin and researcher.",
        rules: &[VIEWER, RESEARCHER, ORGANIZATION_ADMIN, COLLABORATION_ADMIN],
    },
];

/// The role of nodes, and that of containers.
pub(crate) const NODE_ROLE: usize = 2;
pub(crate) const CONTAINER_ROLE: usize = 1;
