//! Lists the jobs that failed within the last day, by their type.
//!
//! `cargo run -p saltant-examples -- nightly_report` prints:
//!
//! ```text
//! fail: 2 jobs
//!   old-6 of matt at …
//!   old-3 of matt at …
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use saltant::saltant::{ListExecutableTaskTypes, ListTaskInstances, TaskInstanceFilter, TimeLookup};
use saltant::{Client, TaskState, Timestamp};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let types = client.executable_task_types().list(ListExecutableTaskTypes::new()).items().all().await?;
    let names: BTreeMap<_, _> = types.into_iter().map(|found| (found.id, found.name)).collect();

    let yesterday = Timestamp::now() - Duration::from_secs(24 * 3600);
    let filter =
        TaskInstanceFilter::new().state(TaskState::Failed).datetime_finished(TimeLookup::since(yesterday));
    // The server has no upper limit; small pages can miss jobs of the same instant.
    let list = ListTaskInstances::new().filters(filter).page_size(1000);
    let failed = client.executable_task_instances().list(list).items().all().await?;

    let mut by_type: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for job in &failed {
        let name = names.get(&job.task_type).map_or("unknown", |name| name);
        by_type.entry(name).or_default().push(job);
    }
    for (name, jobs) in by_type {
        println!("{name}: {} jobs", jobs.len());
        for job in jobs {
            let owner = job.user.as_ref().map_or("nobody", |user| user.as_str());
            println!("  {} of {owner} at {}", job.name, job.datetime_created);
        }
    }
    Ok(())
}
