//! Submits a job for each line of a CSV file, and runs those that fail once more.
//!
//! `cargo run -p saltant-examples -- submit_csv` prints:
//!
//! ```text
//! 1 of 4 jobs has failed twice
//! alpha      successful
//! beta       successful
//! delta      successful
//! gamma      failed
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use saltant::{Client, CreateTaskInstance, Executable, Map, TaskInstance};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let task_type = client.executable_task_types().get_by_name("measure").await?;
    let queue = client.task_queues().get_by_name("default").await?;
    let jobs = client.executable_task_instances();

    // The column `name` names the job; the others are its arguments.
    let mut submitted = Vec::new();
    for row in csv::Reader::from_path("samples.csv")?.deserialize::<BTreeMap<String, String>>() {
        let mut row = row?;
        let name = row.remove("name").ok_or("a row without a name")?;
        let arguments: Map<_, _> = row.into_iter().map(|(key, text)| (key, text.into())).collect();
        let job = CreateTaskInstance::new(task_type.id, queue.id).name(&*name).arguments(arguments);
        // With the mark, this program can be run again after an interrupt.
        submitted.push(jobs.submit_once(job).mark(format!("samples-{name}")).await?);
    }

    let mut finished = wait(&client, submitted).await?;
    let failed: Vec<_> = finished.values().filter(|job| job.state.is_failure()).cloned().collect();
    let again: Result<Vec<_>, _> = jobs.clone_many(&failed).await.into_iter().collect();
    finished.extend(wait(&client, again?).await?);

    let twice = finished.values().filter(|job| job.state.is_failure()).count();
    println!("{twice} of {} jobs has failed twice", finished.len());
    for (name, job) in finished {
        println!("{name:<10} {}", job.state);
    }
    Ok(())
}

/// Waits for all jobs. They come by their names without the mark.
async fn wait(
    client: &Client,
    jobs: Vec<TaskInstance<Executable>>,
) -> Result<BTreeMap<String, TaskInstance<Executable>>, saltant::Error> {
    let mut finished = BTreeMap::new();
    let mut wait = client.executable_task_instances().wait_many(jobs);
    while let Some((_, job)) = wait.next().await {
        let job = job?;
        finished.insert(job.plain_name().to_owned(), job);
    }
    Ok(finished)
}
