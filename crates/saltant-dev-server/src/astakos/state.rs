//! Everything that a running Astakos server knows.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::astakos::projects::{Application, Membership, Project};
use crate::astakos::quota::{Key, Quotas};
use crate::astakos::release::Release;
use crate::astakos::resources::{Component, Resource};
use crate::astakos::v015;
use crate::astakos::views::oauth::Oauth;
use crate::clock::Clock;
use crate::json::Json;
use crate::random::Random;
use crate::store::Guarded;

/// The service of [`DevServer`](crate::astakos::DevServer), for programs that are generic over services.
pub struct Astakos {
    pub(crate) state: Guarded<State>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) random: Arc<Random>,
    /// The scheme and host of the second port.
    pub(crate) elsewhere: String,
}

impl fmt::Debug for Astakos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Astakos").finish_non_exhaustive()
    }
}

/// A person with an account.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) uuid: String,
    /// The address, which is the name as well; in lower case.
    pub(crate) email: String,
    pub(crate) full_name: String,
    pub(crate) token: String,
    pub(crate) expires: Timestamp,
    pub(crate) active: bool,
    /// Whether the terms of use are signed.
    pub(crate) signed: bool,
    pub(crate) administrator: bool,
}

/// The tables.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) accounts: Vec<Arc<Account>>,
    pub(crate) components: Vec<Component>,
    pub(crate) resources: Vec<Resource>,
    pub(crate) quotas: Quotas,
    /// In the order of their creation.
    pub(crate) projects: Vec<Project>,
    pub(crate) applications: BTreeMap<u64, Application>,
    pub(crate) memberships: BTreeMap<u64, Membership>,
    pub(crate) oauth: Oauth,
    pub(crate) release: Release,
}

impl State {
    pub(crate) fn account(&self, uuid: &str) -> Option<&Arc<Account>> {
        self.accounts.iter().find(|account| account.uuid == uuid)
    }

    pub(crate) fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.name == name)
    }

    pub(crate) fn project(&self, id: &str) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id)
    }

    pub(crate) fn project_mut(&mut self, id: &str) -> Option<&mut Project> {
        self.projects.iter_mut().find(|project| project.id == id)
    }

    /// The membership of a user in a project: there is at most one, whose id is kept when the user comes back.
    pub(crate) fn membership_of(&self, user: &str, project: &str) -> Option<&Membership> {
        self.memberships.values().find(|known| known.user == user && known.project == project)
    }

    pub(crate) fn is_v015(&self) -> bool {
        self.release == Release::V0_15
    }

    /// The holding of a user within a project. In release 0.15 it is the same one for all projects.
    pub(crate) fn holding_of(&self, user: &str, project: &str, resource: &str) -> Key {
        if !self.is_v015() {
            return Key::of_user(user, project, resource);
        }
        Key { holder: user.to_owned(), source: Some(v015::SYSTEM.to_owned()), resource: resource.to_owned() }
    }

    /// The id of a project in an answer: a number in release 0.15.
    pub(crate) fn shown_id(&self, project: &str) -> Json {
        if self.is_v015() { Json::Number(project.to_owned()) } else { project.into() }
    }

    /// What a holding may have in use: nothing while the project is not active, or the user not in it.
    pub(crate) fn limit(&self, key: &Key) -> i64 {
        if self.is_v015() {
            return v015::limit(self, key);
        }
        let project = key.source.as_ref().unwrap_or(&key.holder).strip_prefix("project:");
        let Some(project) = project.and_then(|id| self.project(id)).filter(|project| project.is_active())
        else {
            return 0;
        };
        let capacity = project.capacity(&self.resources, &key.resource);
        match key.holder.strip_prefix("user:") {
            None => capacity.project,
            Some(user) if self.membership_of(user, &project.id).is_some_and(Membership::counts) => {
                capacity.member
            }
            Some(_) => 0,
        }
    }
}
