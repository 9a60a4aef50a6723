//! Sets up a task type, a whitelist and a queue, so that the program can run twice.
//!
//! `cargo run -p saltant-examples -- ensure_setup` prints:
//!
//! ```text
//! 1: created align, created aligners, created cluster
//! 2: found align, found aligners, found cluster
//! ```

use std::error::Error;

use saltant::saltant::{CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist};
use saltant::{Client, Error as SaltantError};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    for round in 1..=2 {
        println!("{round}: {}", set_up(&client).await?.join(", "));
    }
    Ok(())
}

async fn set_up(client: &Client) -> Result<[String; 3], SaltantError> {
    let create = CreateExecutableTaskType::new("align", "align --fast").required_arguments(["genome"]);
    let align = client.executable_task_types().ensure(create).await?;
    let create = CreateTaskWhitelist::new("aligners").whitelisted_executable_task_types([align.value.id]);
    let aligners = client.task_whitelists().ensure(create).await?;
    let create = CreateTaskQueue::new("cluster").whitelists([aligners.value.id]);
    let cluster = client.task_queues().ensure(create).await?;
    // Nothing that is there is changed. What differs is listed.
    for difference in align.differences.iter().chain(&aligners.differences).chain(&cluster.differences) {
        println!("it differs: {difference}");
    }
    let word = |is_new| if is_new { "created" } else { "found" };
    Ok([
        format!("{} {}", word(align.is_new), align.value.name),
        format!("{} {}", word(aligners.is_new), aligners.value.name),
        format!("{} {}", word(cluster.is_new), cluster.value.name),
    ])
}
