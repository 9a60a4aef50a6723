//! A running Astakos server: what the other services do not have.

use std::sync::Arc;

use crate::astakos::state::{Account, Astakos};
use crate::astakos::views::oauth;
use crate::server::Server;

/// The components, accounts and OAuth codes of Astakos.
impl Server<Astakos> {
    /// The token of a component: `astakos`, `cyclades` or `pithos`.
    pub fn service_token(&self, component: &str) -> Option<String> {
        self.service().state.with(|state| {
            state.components.iter().find(|known| known.name == component).map(|known| known.token.clone())
        })
    }

    /// The scheme, host and port of the user interface and OAuth, which are not on the port of the API.
    pub fn other_origin(&self) -> String {
        self.service().elsewhere.clone()
    }

    /// The code that a user brings back to a client of OAuth; `None` if the user or the client is unknown.
    ///
    /// A real server gives it after the user has signed in and agreed. It can be used once, within a minute. A
    /// token got with it is valid for addresses that begin with `scope`.
    pub fn authorize(&self, email: &str, client_id: &str, scope: &str) -> Option<String> {
        let service = self.service();
        let (code, now) = (service.random.hex(30), service.clock.now());
        service.state.with(|state| {
            let account = state.accounts.iter().find(|account| account.email == email).cloned()?;
            oauth::authorize(&mut state.oauth, &account, client_id, scope, &code, now).then_some(code)
        })
    }

    /// Makes an account inactive; false if there is none with that address.
    pub fn deactivate(&self, email: &str) -> bool {
        self.service().state.with(|state| {
            let account = state.accounts.iter_mut().find(|account| account.email == email);
            account
                .map(|account| *account = Arc::new(Account { active: false, ..(**account).clone() }))
                .is_some()
        })
    }
}
