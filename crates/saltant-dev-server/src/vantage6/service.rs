//! How vantage6 is plugged into the common server.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::Response;
use tokio::sync::mpsc;

use crate::error::StartError;
use crate::http::jwt::Signer;
use crate::service::{Opened, Request, Service, Setup};
use crate::store::Guarded;
use crate::vantage6::app::Vantage6;
use crate::vantage6::builder::Settings;
use crate::vantage6::mail::Mailbox;
use crate::vantage6::nodes::policy::Allowed;
use crate::vantage6::nodes::{self, Nodes};
use crate::vantage6::store::Tables;
use crate::vantage6::user::{NewUser, User};
use crate::vantage6::{auth, handler, reply, seeds};

impl Service for Vantage6 {
    type NewUser = NewUser;
    type User = User;
    type Settings = Settings;
    type Jobs = mpsc::UnboundedReceiver<u64>;

    const PATH: &'static str = "/api";
    /// Inputs and results come in one body.
    const LARGEST_BODY: usize = 64 << 20;

    fn open(setup: Setup<Self>) -> Result<Opened<Self>, StartError> {
        let Setup { users, mut settings, clock, random, logs, addresses } = setup;
        let mut tables = Tables::new();
        let started = clock.now();
        let users = seeds::plant(&mut tables, users, &mut settings, &random)?;
        let (local, keys) = seeds::connect(&mut tables, &mut settings, &random, &logs, started)?;
        let mut own = std::mem::take(&mut settings.nodes);
        let allowed = std::mem::take(&mut own.allowed).into_iter();
        let policy = allowed.map(|(owner, text)| Allowed::new(owner, text)).collect::<Result<_, _>>()?;
        let (nodes, jobs) = Nodes::new(own, policy, keys, local, addresses[0], logs);
        let service = Self {
            store: Guarded::new(tables),
            started,
            clock,
            signer: Signer::new(random.hex(40)),
            random,
            mailbox: Mailbox::default(),
            settings,
            nodes,
        };
        Ok(Opened { service, users, jobs })
    }

    fn username(user: &User) -> &str {
        &user.username
    }

    fn knows(&self, head: &Parts) -> bool {
        let token = auth::bearer(&head.headers).ok();
        // The time is not read from the clock here, which may tick with every reading.
        token.is_some_and(|token| self.signer.claims(token).is_some())
    }

    async fn answer(self: &Arc<Self>, request: Request) -> Response {
        handler::answer(self, &request)
    }

    fn bad_request() -> Response {
        reply::bad("The request is too large, or names a foreign host").into_response()
    }

    async fn work(self: Arc<Self>, jobs: Self::Jobs) {
        nodes::run(self, jobs).await;
    }
}
