//! How Agave is plugged into the common server.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use tokio::sync::mpsc;

use crate::agave::builder::Settings;
use crate::agave::store::Store;
use crate::agave::tenant::Agave;
use crate::agave::user::{self, NewUser, User};
use crate::agave::work::Work;
use crate::agave::{gateway, work};
use crate::error::StartError;
use crate::http::reply::Reply;
use crate::service::{Opened, Request, Service, Setup};
use crate::store::Guarded;

impl Service for Agave {
    type NewUser = NewUser;
    type User = User;
    type Settings = Settings;
    type Jobs = mpsc::UnboundedReceiver<Work>;

    const PATH: &'static str = "/";
    /// Files come in one body.
    const LARGEST_BODY: usize = 64 << 20;

    fn open(setup: Setup<Self>) -> Result<Opened<Self>, StartError> {
        let Setup { users, settings, clock, random, logs, .. } = setup;
        let mut store = Store::default();
        let users = user::complete(users, &random, &mut store)?;
        let (work, jobs) = mpsc::unbounded_channel();
        let service = Self { store: Guarded::new(store), clock, random, settings, directory: logs, work };
        service.issue_first_tokens(&users);
        Ok(Opened { service, users, jobs })
    }

    fn username(user: &User) -> &str {
        &user.username
    }

    async fn answer(self: &Arc<Self>, request: Request) -> Response {
        gateway::answer(self, request).await
    }

    fn bad_request() -> Response {
        let text = "The request names a foreign host, or its body is too large.".to_owned();
        Reply::text(StatusCode::BAD_REQUEST, "text/plain", text).into_response()
    }

    async fn work(self: Arc<Self>, jobs: Self::Jobs) {
        work::run(self, jobs).await;
    }
}
