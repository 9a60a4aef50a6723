//! Terminates a job, and waits until it has really ended.
//!
//! `cargo run -p saltant-examples -- cancel` prints:
//!
//! ```text
//! asked for it while it was running
//! nap: terminated
//! ```

use std::error::Error;

use saltant::http::WaitStatus;
use saltant::{Client, CreateTaskInstance, TaskState};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let task_type = client.executable_task_types().get_by_name("sleep").await?;
    let queue = client.task_queues().get_by_name("default").await?;
    let jobs = client.executable_task_instances();
    let job = jobs.create(CreateTaskInstance::new(task_type.id, queue.id).name("nap")).await?;

    // Any call can be waited with: here until the job has begun.
    let begun = jobs.get(job.uuid).wait_until(|job| match job.state {
        TaskState::Running => WaitStatus::Succeeded,
        _ if job.state.is_final() => WaitStatus::Failed(job.state.to_string()),
        _ => WaitStatus::InProgress(job.state.to_string()),
    });
    begun.await?;

    // The answer is the job as it was before; a worker ends it some time later.
    let before = jobs.terminate(job.uuid).await?;
    println!("asked for it while it was {}", before.state);
    let job = jobs.wait_until_finished(job.uuid).await?;
    println!("{}: {}", job.name, job.state);
    Ok(())
}
