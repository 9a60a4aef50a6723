//! The tables, which stand for the real server's database.

mod accounts;
mod deletions;
mod rows;
mod tasks;

pub(crate) use accounts::{Collaboration, NOWHERE, Node, Organization, Role, Store, Study, User};
pub(crate) use rows::{Key, Row, Rows, like};
pub(crate) use tasks::{Changes, NewTask, Port, Run, Task, status};

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::vantage6::rules;

/// Every table of the server.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) organizations: Rows<Organization>,
    pub(crate) collaborations: Rows<Collaboration>,
    pub(crate) studies: Rows<Study>,
    pub(crate) nodes: Rows<Node>,
    pub(crate) users: Rows<User>,
    pub(crate) roles: Rows<Role>,
    pub(crate) tasks: Rows<Task>,
    pub(crate) runs: Rows<Run>,
    pub(crate) ports: Rows<Port>,
    pub(crate) stores: Rows<Store>,
    /// Inputs and results by their uuid, on a server with a blob store.
    pub(crate) blobs: BTreeMap<String, Bytes>,
}

impl Tables {
    /// The tables of a new server: the default roles alone.
    pub(crate) fn new() -> Self {
        let mut tables = Self::default();
        for (role, id) in rules::ROLES.iter().zip(1..) {
            tables.roles.put(Role {
                id,
                name: role.name.to_owned(),
                description: Some(role.description.to_owned()),
                organization: None,
                rules: role.rule_ids(),
                is_default: true,
            });
        }
        tables
    }

    /// The id for the next user or node: they share one sequence.
    pub(crate) fn next_account(&self) -> u64 {
        self.users.next_id().max(self.nodes.next_id())
    }

    /// The collaborations of an organization.
    pub(crate) fn collaborations_of(&self, organization: u64) -> impl Iterator<Item = &Collaboration> {
        self.collaborations.iter().filter(move |row| row.organizations.contains(&organization))
    }

    /// The node of an organization for a collaboration.
    pub(crate) fn node_of(&self, organization: u64, collaboration: u64) -> Option<&Node> {
        self.nodes
            .iter()
            .find(|node| node.organization == organization && node.collaboration == collaboration)
    }

    /// The node that a run is for. There is none once it has been deleted.
    pub(crate) fn node_of_run(&self, run: &Run) -> Option<&Node> {
        self.node_of(run.organization, self.tasks.get(run.task)?.collaboration)
    }
}
