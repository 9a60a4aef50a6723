//! How Astakos is plugged into the common server.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::Response;

use crate::astakos::builder::Settings;
use crate::astakos::state::{Astakos, State};
use crate::astakos::user::{self, NewUser, User};
use crate::astakos::views::oauth::Oauth;
use crate::astakos::{answer, auth, handler, resources};
use crate::error::StartError;
use crate::service::{Opened, Request, Service, Setup};
use crate::store::Guarded;

impl Service for Astakos {
    type NewUser = NewUser;
    type User = User;
    type Settings = Settings;
    type Jobs = ();

    const PATH: &'static str = "/astakos/identity/v2.0";
    const PORTS: usize = 2;

    fn open(setup: Setup<Self>) -> Result<Opened<Self>, StartError> {
        let Setup { users, settings, clock, random, addresses, .. } = setup;
        let origin = |index: usize| {
            addresses.get(index).map_or(String::new(), |address| format!("http://{}", reached(*address)))
        };
        let (here, elsewhere) = (origin(0), origin(1));
        let account = if settings.account_elsewhere { &elsewhere } else { &here };
        let token = |name: &str| settings.service_tokens.get(name).cloned().unwrap_or_else(|| random.hex(43));
        let components = resources::components(&here, account, &elsewhere, token);
        for name in settings.service_tokens.keys() {
            let known = components.iter().find(|component| component.name == *name);
            if !known.is_some_and(|known| known.token.bytes().all(|byte| byte.is_ascii_graphic())) {
                return Err(StartError::Token(name.clone()));
            }
        }
        let oauth = Oauth::new(settings.clients);
        let mut state = State {
            components,
            resources: settings.resources,
            oauth,
            release: settings.release,
            ..State::default()
        };
        let users = user::complete(users, &random, clock.now(), &mut state)?;
        let service = Self { state: Guarded::new(state), clock, random, elsewhere };
        Ok(Opened { service, users, jobs: () })
    }

    fn username(user: &User) -> &str {
        &user.email
    }

    fn knows(&self, head: &Parts) -> bool {
        auth::is_known(self, head)
    }

    async fn answer(self: &Arc<Self>, request: Request) -> Response {
        answer::finished(handler::answer(self, &request))
    }

    fn bad_request() -> Response {
        answer::finished(answer::bad_request("The request names a foreign host, or its body is too large"))
    }

    async fn work(self: Arc<Self>, (): Self::Jobs) {}
}

/// The address as clients on this machine reach it.
fn reached(mut address: std::net::SocketAddr) -> std::net::SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    address
}
