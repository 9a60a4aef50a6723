//! Puts middleware of tower below a client: here at most two requests leave in a tenth of a second.
//!
//! `cargo run -p saltant-examples -- rate_limit` prints:
//!
//! ```text
//! 6 answers in at least 0.2 s: true
//! ```

use std::error::Error;
use std::time::{Duration, Instant};

use saltant::Client;
use saltant::http::{ReqwestTransport, TowerTransport, TransportService, map_concurrent};
use saltant::saltant::StaticToken;
use saltant_dev_server::saltant::DevServer;
use tower::ServiceBuilder;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let server = DevServer::builder().user("matt").start().await?;
    let token = &*server.user("matt").ok_or("there is no matt")?.token;
    // Middleware below a client should not retry: it does not know which requests may be repeated.
    let limited = ServiceBuilder::new()
        .rate_limit(2, Duration::from_millis(100))
        .service(TransportService::new(ReqwestTransport::new(None)?));
    let client: Client = Client::builder(server.url())
        .credential(StaticToken::new(token))
        .transport(TowerTransport::new(limited))
        .build()?;

    let begun = Instant::now();
    let users = map_concurrent(0..6, 6, |_| async { client.users().get("matt").await }).await;
    let good = users.iter().filter(|user| user.is_ok()).count();
    println!("{good} answers in at least 0.2 s: {}", begun.elapsed() >= Duration::from_millis(200));
    Ok(())
}
