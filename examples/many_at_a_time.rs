//! Submits a hundred jobs, eight at a time, and counts how they ended.
//!
//! `cargo run -p saltant-examples -- many_at_a_time` prints:
//!
//! ```text
//! 100 submitted, 0 refused
//! 100 successful
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use saltant::{Client, CreateTaskInstance};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let task_type = client.executable_task_types().get_by_name("succeed").await?;
    let queue = client.task_queues().get_by_name("default").await?;
    let jobs = client.executable_task_instances();

    let operations =
        (0..100).map(|number| CreateTaskInstance::new(task_type.id, queue.id).name(format!("run-{number}")));
    let (mut submitted, mut refused) = (Vec::new(), 0);
    for result in jobs.create_many(operations).concurrency(8).await {
        match result {
            Ok(job) => submitted.push(job),
            Err(error) => {
                eprintln!("{error}");
                refused += 1;
            }
        }
    }
    println!("{} submitted, {refused} refused", submitted.len());

    let mut counts = BTreeMap::new();
    // Asks for pages of jobs, not for each job.
    for (_, result) in jobs.wait_many(submitted).all().await {
        let ended = result.map_or_else(|error| error.to_string(), |job| job.state.to_string());
        *counts.entry(ended).or_insert(0) += 1;
    }
    for (ended, count) in counts {
        println!("{count} {ended}");
    }
    Ok(())
}
