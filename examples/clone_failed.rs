//! Runs every failed job again, with its arguments, as a clone.
//!
//! `cargo run -p saltant-examples -- clone_failed` prints:
//!
//! ```text
//! old-6 runs again
//! old-3 runs again
//! ```

use std::error::Error;

use saltant::saltant::{ListTaskInstances, TaskInstanceFilter};
use saltant::{Client, TaskState};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let jobs = client.executable_task_instances();
    let failed = TaskInstanceFilter::new().state(TaskState::Failed);
    let failed = jobs.list(ListTaskInstances::new().filters(failed).page_size(1000)).items().all().await?;

    // One that cannot be cloned does not stop the others.
    for (job, clone) in failed.iter().zip(jobs.clone_many(&failed).await) {
        match clone {
            Ok(_) => println!("{} runs again", job.name),
            Err(error) => println!("{}: {error}", job.name),
        }
    }
    Ok(())
}
