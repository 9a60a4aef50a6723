//! Changes a queue, and sends nothing but what was changed.
//!
//! `cargo run -p saltant-examples -- edit_queue` prints:
//!
//! ```text
//! default: for everybody, active: false
//! ```

use std::error::Error;

use saltant::Client;
use saltant::saltant::PatchTaskQueue;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let queue = client.task_queues().get_by_name("default").await?;

    // As an operation: the fields that are set are sent.
    client.task_queues().patch(PatchTaskQueue::new(queue.id).description("for everybody")).await?;

    // As an object: the fields that differ are sent, so the description stays.
    let mut queue = client.task_queues().track(queue);
    queue.active = false;
    let queue = queue.patch().await?;
    println!("{}: {}, active: {}", queue.name, queue.description, queue.active);
    Ok(())
}
