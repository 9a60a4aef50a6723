//! Shows each call and each attempt in the program's log.
//!
//! `cargo run -p saltant-examples -- logs` prints:
//!
//! ```text
//! DEBUG call{operation="saltant.users.get"}:attempt{number=1 status=200 }: saltant_http::pipeline: attempt ended outcome="200 OK"
//! matt
//! ```

use std::error::Error;

use saltant::Client;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let lines = tracing_subscriber::fmt::layer().without_time().with_ansi(false);
    // With the feature `env-filter`: `RUST_LOG=saltant_http=debug`.
    let only = Targets::new().with_target("saltant_http", LevelFilter::DEBUG);
    tracing_subscriber::registry().with(lines).with(only).init();

    let client = Client::from_env()?;
    // The log has the operation, the status and the request id, and neither arguments nor secrets.
    let user = client.users().get("matt").await?;
    println!("{}", user.username);
    Ok(())
}
