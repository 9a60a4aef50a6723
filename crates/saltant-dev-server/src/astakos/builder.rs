//! Setting up an Astakos server: the words that the other services do not have.

use std::collections::BTreeMap;

use crate::astakos::release::Release;
use crate::astakos::resources::{self, Resource};
use crate::astakos::state::Astakos;
use crate::astakos::views::oauth::Client;
use crate::builder::Builder;

/// What these words set.
#[allow(missing_debug_implementations, reason = "tokens and the secrets of clients are here")]
pub struct Settings {
    pub(crate) resources: Vec<Resource>,
    pub(crate) service_tokens: BTreeMap<String, String>,
    pub(crate) clients: Vec<Client>,
    pub(crate) account_elsewhere: bool,
    pub(crate) release: Release,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            resources: resources::usual(),
            service_tokens: BTreeMap::new(),
            clients: Vec::new(),
            account_elsewhere: false,
            release: Release::default(),
        }
    }
}

/// Settings of resources, components, addresses and OAuth.
impl Builder<Astakos> {
    /// Sets what each user has of a resource in the own system project; the default is no limit.
    ///
    /// A new name makes a new resource without a unit, of the component before the dot: `cyclades` or `pithos`.
    pub fn limit(mut self, resource: impl Into<String>, limit: u32) -> Self {
        let (name, base) = (resource.into(), i64::from(limit));
        if let Some(known) = self.settings.resources.iter_mut().find(|known| known.name == name) {
            known.base = base;
            return self;
        }
        let service =
            if name.starts_with("pithos.") { "pithos_object-store" } else { "cyclades_compute" }.to_owned();
        let description = format!("The resource {name}");
        self.settings.resources.push(Resource {
            name,
            unit: None,
            description,
            service,
            base,
            visible: true,
        });
        self
    }

    /// Sets the token of a component: `astakos`, `cyclades` or `pithos`. It is ASCII without spaces.
    pub fn service_token(mut self, component: impl Into<String>, token: impl Into<String>) -> Self {
        self.settings.service_tokens.insert(component.into(), token.into());
        self
    }

    /// Puts the account service, which takes tokens, on the second port, too: a client has to trust it first.
    pub fn account_elsewhere(mut self) -> Self {
        self.settings.account_elsewhere = true;
        self
    }

    /// Sets the release that the server behaves like: 0.16 by default.
    pub fn release(mut self, release: Release) -> Self {
        self.settings.release = release;
        self
    }

    /// Registers a client of OAuth with the address that its users come back to.
    pub fn oauth_client(
        mut self,
        id: impl Into<String>,
        secret: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        let (id, secret, redirect_uri) = (id.into(), secret.into(), redirect_uri.into());
        self.settings.clients.push(Client { id, secret, redirect_uri });
        self
    }
}
