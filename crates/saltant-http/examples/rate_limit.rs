//! Puts tower's middleware below a client: here a limit of five requests a second.
//!
//! It runs without a server, on a scripted transport; a real program would take a `ReqwestTransport`:
//! `cargo run -p saltant-http --example rate_limit --features tower`.

use std::time::{Duration, Instant};

use saltant_core::saltant::GetUser;
use saltant_http::testing::{Reply, ScriptedTransport};
use saltant_http::{Client, TowerTransport, TransportService, map_concurrent};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), saltant_core::Error> {
    let server = ScriptedTransport::answering(|_| Reply::json(200, r#"{"username": "matt", "email": ""}"#));
    let limited = tower::ServiceBuilder::new()
        .rate_limit(5, Duration::from_secs(1))
        .service(TransportService::new(server.clone()));
    let client =
        Client::builder("https://saltant.example.org/api").transport(TowerTransport::new(limited)).build()?;

    let begun = Instant::now();
    let users = map_concurrent(0..12, 12, |_| async { client.call(GetUser::new("matt")).await }).await;
    let fine = users.iter().filter(|user| user.is_ok()).count();
    println!("{fine} answers in {:.1} s; the requests went out at:", begun.elapsed().as_secs_f64());
    for request in server.requests() {
        println!("  {:.1} s", request.at.as_secs_f64());
    }
    Ok(())
}
