//! Sets time limits for a client, for a call and for a wait.
//!
//! `cargo run -p saltant-examples -- time_limits` prints:
//!
//! ```text
//! a call within 20 s: matt
//! no limit for this one: 5 task types
//! gave up after 300 ms: true
//! ```

use std::error::Error;
use std::time::Duration;

use saltant::saltant::{ListExecutableTaskTypes, StaticToken};
use saltant::{Client, CreateTaskInstance, RetryPolicy, WaitError};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client: Client = Client::builder(std::env::var(Client::URL_VARIABLE)?)
        .credential(StaticToken::new(std::env::var(Client::TOKEN_VARIABLE)?))
        .connect_timeout(Duration::from_secs(2))
        .attempt_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(20)) // with all attempts and pauses
        .retry(RetryPolicy::never())
        .build()?;
    println!("a call within 20 s: {}", client.users().get("matt").await?.username);

    let types = client.executable_task_types().list(ListExecutableTaskTypes::new()).timeout(None);
    println!("no limit for this one: {} task types", types.items().all().await?.len());

    let task_type = client.executable_task_types().get_by_name("sleep").await?;
    let queue = client.task_queues().get_by_name("default").await?;
    let jobs = client.executable_task_instances();
    let job = jobs.create(CreateTaskInstance::new(task_type.id, queue.id)).await?;
    let wait = jobs.wait_until_finished(job.uuid).deadline(Duration::from_millis(300)).await;
    println!("gave up after 300 ms: {}", matches!(wait, Err(WaitError::Deadline { .. })));
    jobs.terminate(job.uuid).await?;
    Ok(())
}
