//! Describes an operation that the library does not have, with typed arguments and a typed answer.
//!
//! `cargo run -p saltant-examples -- own_operation` prints:
//!
//! ```text
//! PATCH …/api/taskqueues/1/
//! default is closed
//! ```

use std::error::Error;

use saltant::saltant::{TaskQueue, TaskQueueId};
use saltant::{Client, Operation};

/// Switches a queue on or off, and says why.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.switch", PATCH "taskqueues/{id}/", output = TaskQueue)]
#[operation(effect = Idempotent)]
struct SwitchQueue {
    /// The queue's id.
    #[segment]
    id: TaskQueueId,
    /// Whether the queue takes anything at all.
    #[json]
    active: bool,
    /// Why.
    #[json]
    description: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let queue = client.task_queues().get_by_name("default").await?;

    let call = client.call(SwitchQueue::new(queue.id, false).description("closed for repairs"));
    println!("{} {}", call.request()?.method(), call.request()?.uri());
    let queue = call.await?;
    println!("{} is {}", queue.name, if queue.active { "open" } else { "closed" });
    Ok(())
}
