//! Shows what went wrong, and what a program can do about it.
//!
//! `cargo run -p saltant-examples -- errors` prints:
//!
//! ```text
//! not found: saltant.task_queues.get: …
//! invalid: … already exists…
//! bad token: saltant.users.get: …
//! nothing was sent: saltant.users.get: …
//! ```

use std::error::Error;

use saltant::saltant::CreateTaskQueue;
use saltant::{Client, Error as SaltantError, ErrorKind, RetryPolicy};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let url = client.http().base_url().to_string();

    report(&client.task_queues().get(4711).await.unwrap_err());
    report(&client.task_queues().create(CreateTaskQueue::new("default")).await.unwrap_err());
    report(&Client::new(url, "another-token")?.users().get("matt").await.unwrap_err());
    // Nobody listens on this port.
    let nobody = Client::new("http://127.0.0.1:1/api", "a-token")?;
    report(&nobody.users().get("matt").retry(RetryPolicy::never()).await.unwrap_err());
    Ok(())
}

fn report(error: &SaltantError) {
    let kind = match error.kind() {
        ErrorKind::OutcomeUnknown => "look whether it was done",
        ErrorKind::Connect => "nothing was sent",
        _ if error.is_auth() => "bad token",
        _ if error.is_not_found() => "not found",
        _ if error.is_invalid() => {
            // The server's complaints, by field.
            println!("invalid: {}", error.field("name").join(" "));
            return;
        }
        _ => "something else",
    };
    println!("{kind}: {error}");
}
