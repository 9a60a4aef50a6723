//! Transports, and bodies for them.

#[cfg(any(feature = "reqwest", feature = "hyper"))]
pub(crate) mod connections;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod file_body;
#[cfg(feature = "hyper")]
pub(crate) mod hyper;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "tower")]
pub(crate) mod tower;

/// How long an idle connection is kept.
///
/// A request on a connection that the server is closing is lost, and the outcome of a write is then unknown.
/// gunicorn closes after 2 s (its default `keepalive`), uvicorn and Node.js after 5 s, others after a minute or
/// more. A new connection costs less than an unknown outcome.
///
/// No test shows it: reqwest counts idle time by the real clock.
#[cfg(any(feature = "reqwest", feature = "hyper"))]
const POOL_IDLE: std::time::Duration = std::time::Duration::from_millis(1500);
