//! What stands for the databases of the tenant's services.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use crate::agave::actors::{Actor, Alias, Nonce};
use crate::agave::apps::App;
use crate::agave::files::index::FileIndex;
use crate::agave::jobs::Job;
use crate::agave::meta::Item;
use crate::agave::monitors::Monitor;
use crate::agave::notifications::Notification;
use crate::agave::postits::Postit;
use crate::agave::systems::System;

#[derive(Default)]
pub(crate) struct Store {
    pub(crate) accounts: Vec<Account>,
    pub(crate) clients: Vec<OAuthClient>,
    pub(crate) access_tokens: HashMap<String, Access>,
    /// Each refresh token that has not been used, with the access token that it was issued with.
    pub(crate) refresh_tokens: HashMap<String, Refresh>,
    pub(crate) systems: Vec<System>,
    pub(crate) files: FileIndex,
    pub(crate) apps: Vec<App>,
    pub(crate) jobs: Vec<Job>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) metadata: Vec<Item>,
    pub(crate) schemas: Vec<Item>,
    pub(crate) monitors: Vec<Monitor>,
    pub(crate) postits: Vec<Postit>,
    pub(crate) actors: Vec<Actor>,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) nonces: Vec<Nonce>,
}

pub(crate) struct Account {
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) password: String,
    pub(crate) admin: bool,
}

#[derive(Clone)]
pub(crate) struct OAuthClient {
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) callback_url: String,
    pub(crate) key: String,
    pub(crate) secret: String,
    /// The names of the services that the client may call.
    pub(crate) apis: BTreeSet<&'static str>,
}

#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) username: String,
    pub(crate) client_key: String,
    pub(crate) expires: Timestamp,
}

pub(crate) struct Refresh {
    pub(crate) username: String,
    pub(crate) client_key: String,
    pub(crate) access_token: String,
}

impl Store {
    pub(crate) fn account(&self, username: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.username == username)
    }

    pub(crate) fn client(&self, key: &str) -> Option<&OAuthClient> {
        self.clients.iter().find(|client| client.key == key)
    }
}

impl Account {
    /// Whether this is the password. The comparison takes the same time for every wrong one of its length.
    pub(crate) fn has_password(&self, password: &str) -> bool {
        same(&self.password, password)
    }
}

/// Compares secrets without ending at the first difference.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
