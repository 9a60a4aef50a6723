//! Submits a job and waits until it has finished.
//!
//! `cargo run -p saltant-examples -- first_job` prints:
//!
//! ```text
//! first: successful
//! ```

use std::error::Error;

use saltant::{Client, CreateTaskInstance};
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?; // SALTANT_API_URL and SALTANT_AUTH_TOKEN
    let task_type = client.executable_task_types().get_by_name("greet").await?;
    let queue = client.task_queues().get_by_name("default").await?;

    let jobs = client.executable_task_instances();
    let job = CreateTaskInstance::new(task_type.id, queue.id).name("first").arguments(json!({"whom": "Ada"}));
    let job = jobs.create(job).await?;
    let job = jobs.wait_until_finished(job.uuid).await?;
    println!("{}: {}", job.name, job.state);
    Ok(())
}
