//! What a service adds to the common server.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use bytes::Bytes;

use crate::clock::Clock;
use crate::error::StartError;
use crate::random::Random;

/// A service that this crate can stand in for, such as [`Saltant`](crate::saltant::Saltant).
///
/// It is implemented here only: [`Builder`](crate::Builder) and [`Server`](crate::Server) are the same for all
/// services, and this trait is how they reach what differs.
pub trait Service: Send + Sync + Sized + 'static {
    /// A user as it is given to [`Builder::user`](crate::Builder::user).
    type NewUser: fmt::Debug + Send;
    /// A user of a running server, with credentials that work.
    type User: fmt::Debug + Send + Sync;

    /// What the service's own words of the builder set.
    #[doc(hidden)]
    type Settings: Default + Send;
    /// What [`work`](Self::work) receives.
    #[doc(hidden)]
    type Jobs: Send;

    /// The path of the API, as it ends the server's URL.
    #[doc(hidden)]
    const PATH: &'static str;

    /// How many ports the server listens on: one after the other, unless any free ones are wanted.
    #[doc(hidden)]
    const PORTS: usize = 1;
    /// The most bytes of a body that are read for a sender whom the service knows. A longer one is a bad request.
    #[doc(hidden)]
    const LARGEST_BODY: usize = 4 << 20;

    /// Makes the service once its server listens.
    #[doc(hidden)]
    fn open(setup: Setup<Self>) -> Result<Opened<Self>, StartError>;

    /// The name by which [`Server::user`](crate::Server::user) finds a user.
    #[doc(hidden)]
    fn username(user: &Self::User) -> &str;

    /// Whether the request has credentials that are valid. Without them only a small body is read, and a longer
    /// one is taken as empty: the service refuses the request anyway.
    #[doc(hidden)]
    fn knows(&self, _head: &Parts) -> bool {
        true
    }

    /// Answers a request. Faults, latency, body limit and host name have been dealt with.
    #[doc(hidden)]
    fn answer(self: &Arc<Self>, request: Request) -> impl Future<Output = Response> + Send;

    /// The answer to a request for a foreign host name or with too large a body.
    #[doc(hidden)]
    fn bad_request() -> Response;

    /// What the service does besides answering: running jobs. It is aborted when the server stops.
    #[doc(hidden)]
    fn work(self: Arc<Self>, jobs: Self::Jobs) -> impl Future<Output = ()> + Send;
}

/// What a service is made from.
#[allow(missing_debug_implementations, reason = "users and settings hold secrets")]
pub struct Setup<S: Service> {
    pub(crate) users: Vec<S::NewUser>,
    pub(crate) settings: S::Settings,
    pub(crate) clock: Arc<Clock>,
    pub(crate) random: Arc<Random>,
    /// An existing directory for logs. It may be temporary.
    pub(crate) logs: PathBuf,
    /// The addresses that the server listens on: that of its URL, then one for each further port.
    pub(crate) addresses: Vec<SocketAddr>,
}

/// A service that is ready to answer.
#[allow(missing_debug_implementations, reason = "users and service hold secrets")]
pub struct Opened<S: Service> {
    pub(crate) service: S,
    /// The users in the order in which the builder got them.
    pub(crate) users: Vec<S::User>,
    pub(crate) jobs: S::Jobs,
}

/// A request that reaches the service.
#[allow(missing_debug_implementations, reason = "headers and body hold secrets")]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The state beyond which a fault keeps the job that this request creates.
    pub(crate) stuck_in: Option<String>,
}
