//! How saltant is plugged into the common server.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::Response;
use tokio::sync::mpsc;

use crate::error::StartError;
use crate::http::jwt::Signer;
use crate::saltant::app::Saltant;
use crate::saltant::broker::{self, Broker, Job};
use crate::saltant::builder::Settings;
use crate::saltant::sessions::Sessions;
use crate::saltant::states::Held;
use crate::saltant::store::Tables;
use crate::saltant::tokens::Tokens;
use crate::saltant::user::{self, NewUser, User};
use crate::saltant::{auth, handler, reply, worker};
use crate::service::{Opened, Request, Service, Setup};
use crate::store::Guarded;

impl Service for Saltant {
    type NewUser = NewUser;
    type User = User;
    type Settings = Settings;
    type Jobs = mpsc::UnboundedReceiver<Job>;

    const PATH: &'static str = "/api/";

    fn open(setup: Setup<Self>) -> Result<Opened<Self>, StartError> {
        let Setup { users, settings, clock, random, logs, .. } = setup;
        let (users, rows) = user::complete(users, &random)?;
        let store = Guarded::<Tables>::default();
        store.with(|tables| tables.users.extend(rows.into_iter().map(Arc::new)));
        let (broker, jobs) = Broker::new(broker::Settings {
            concurrency: settings.concurrency,
            queues: settings.queues,
            environment: settings.environment,
            logs,
        });
        let service = Self {
            store,
            clock,
            tokens: Tokens::new(Signer::new(random.hex(40)), settings.lifetimes),
            random,
            sessions: Sessions::default(),
            held: Held::default(),
            broker,
            page_sizes: settings.page_sizes,
        };
        Ok(Opened { service, users, jobs })
    }

    fn username(user: &User) -> &str {
        &user.username
    }

    fn knows(&self, head: &Parts) -> bool {
        matches!(auth::authenticate(self, &head.method, &head.headers), Ok(Some(_)))
    }

    async fn answer(self: &Arc<Self>, request: Request) -> Response {
        handler::answer(self, request)
    }

    fn bad_request() -> Response {
        reply::bad_request().into_response()
    }

    async fn work(self: Arc<Self>, jobs: Self::Jobs) {
        worker::run(self, jobs).await;
    }
}
