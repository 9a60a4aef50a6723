//! Looks at a request before it is sent, and at an answer's head afterwards.
//!
//! `cargo run -p saltant-examples -- request_preview` prints:
//!
//! ```text
//! POST …/api/taskqueues/
//! {…"name":"gpu"…}
//! … after 1 attempt
//! gpu
//! ```

use std::error::Error;

use saltant::Client;
use saltant::saltant::CreateTaskQueue;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let call = client.task_queues().create(CreateTaskQueue::new("gpu").description("two cards"));

    // Nothing has been sent so far. The request has no credential in it.
    let request = call.request()?;
    let body = request.body().as_bytes().cloned().unwrap_or_default();
    println!("{} {}", request.method(), request.uri());
    println!("{}", String::from_utf8_lossy(&body));

    let response = call.with_response().await?;
    println!("{} after {} attempt", response.status, response.attempts.len());
    println!("{}", response.value.name);
    Ok(())
}
