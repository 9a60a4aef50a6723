//! Tests a program against a dev server that is slow, fails, and loses connections.
//!
//! `cargo run -p saltant-examples -- test_with_faults` prints:
//!
//! ```text
//! 503 once: the call was repeated
//! slow: the attempt ended after its limit
//! broken connection: the request was sent again
//! ```

use std::error::Error;
use std::time::Duration;

use saltant::{Client, ErrorKind, RetryPolicy, TimeoutKind};
use saltant_dev_server::Fault;
use saltant_dev_server::saltant::DevServer;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let server = DevServer::builder().user("matt").start().await?;
    let client = Client::new(server.url(), &*server.user("matt").ok_or("there is no matt")?.token)?;
    let users = client.users();

    server.inject(Fault::status(503).on("GET", "/api/users/*"));
    let response = users.get("matt").with_response().await?;
    assert_eq!(response.attempts.len(), 2);
    println!("503 once: the call was repeated");

    server.inject(Fault::delay(Duration::from_secs(5)).on("GET", "/api/users/*"));
    let slow = users.get("matt").attempt_timeout(Duration::from_millis(100)).retry(RetryPolicy::never());
    assert_eq!(slow.await.unwrap_err().kind(), ErrorKind::Timeout(TimeoutKind::Attempt));
    println!("slow: the attempt ended after its limit");

    server.inject(Fault::drop_connection().on("GET", "/api/users/*"));
    let response = users.get("matt").with_response().await?;
    assert_eq!(response.value.username, "matt");
    println!("broken connection: the request was sent again");
    Ok(())
}
