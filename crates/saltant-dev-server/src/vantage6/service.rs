//! How vantage6 is plugged into the common server.

use std::sync::Arc;

use axum::response::Response;

use crate::error::StartError;
use crate::http::jwt::Signer;
use crate::service::{Opened, Request, Service, Setup};
use crate::store::Guarded;
use crate::vantage6::app::Vantage6;
use crate::vantage6::builder::Settings;
use crate::vantage6::mail::Mailbox;
use crate::vantage6::store::Tables;
use crate::vantage6::user::{NewUser, User};
use crate::vantage6::{handler, reply, seeds};

impl Service for Vantage6 {
    type NewUser = NewUser;
    type User = User;
    type Settings = Settings;
    type Jobs = ();

    const PATH: &'static str = "/api";

    fn open(setup: Setup<Self>) -> Result<Opened<Self>, StartError> {
        let Setup { users, settings, clock, random, logs: _ } = setup;
        let mut tables = Tables::new();
        let users = seeds::plant(&mut tables, users, &settings, &random)?;
        let service = Self {
            store: Guarded::new(tables),
            started: clock.now(),
            clock,
            signer: Signer::new(random.hex(40)),
            random,
            mailbox: Mailbox::default(),
            settings,
        };
        Ok(Opened { service, users, jobs: () })
    }

    fn username(user: &User) -> &str {
        &user.username
    }

    async fn answer(self: &Arc<Self>, request: Request) -> Response {
        handler::answer(self, &request)
    }

    fn bad_request() -> Response {
        reply::bad("The request is too large, or names a foreign host").into_response()
    }

    async fn work(self: Arc<Self>, (): Self::Jobs) {}
}
