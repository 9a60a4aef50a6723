//! Waits for jobs with a line of progress, and gives up at a deadline.
//!
//! `cargo run -p saltant-examples -- wait_progress` prints:
//!
//! ```text
//! …
//! 3 to go
//! …
//! one: successful
//! two: successful
//! the deadline has passed: 1 job is still running
//! ```

use std::error::Error;
use std::time::Duration;

use saltant::{Client, CreateTaskInstance, WaitError, WaitPolicy};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let types = client.executable_task_types();
    let (short, long) = (types.get_by_name("succeed").await?, types.get_by_name("sleep").await?);
    let queue = client.task_queues().get_by_name("default").await?;
    let jobs = client.executable_task_instances();

    let mut submitted = Vec::new();
    for (name, task_type) in [("one", &short), ("two", &short), ("three", &long)] {
        submitted.push(jobs.create(CreateTaskInstance::new(task_type.id, queue.id).name(name)).await?);
    }
    println!("{} to go", submitted.len());
    let policy = WaitPolicy::within(Duration::from_secs(2)).every(Duration::from_millis(200));
    let mut wait = jobs.wait_many(submitted).policy(policy).on_tick(|left| println!("{left} to go"));
    let (mut ended, mut late) = (Vec::new(), Vec::new());
    while let Some((uuid, result)) = wait.next().await {
        match result {
            Ok(job) => ended.push(format!("{}: {}", job.name, job.state)),
            Err(WaitError::Deadline { .. }) => late.push(uuid),
            Err(error) => return Err(error.into()),
        }
    }
    ended.sort();
    println!("{}", ended.join("\n"));
    println!("the deadline has passed: {} job is still running", late.len());
    jobs.terminate_many(late).await;
    Ok(())
}
