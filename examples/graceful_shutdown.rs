//! Stops at Ctrl-C: starts nothing more, terminates what it has started, and waits for the end.
//!
//! `cargo run -p saltant-examples -- graceful_shutdown` prints:
//!
//! ```text
//! stopping: 3 jobs are running
//! 3 have ended
//! ```

use std::error::Error;
use std::time::Duration;

use saltant::{Client, CreateTaskInstance, Error as SaltantError, Executable, TaskInstance};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let mut started = Vec::new();
    tokio::select! {
        result = work(&client, &mut started) => result?,
        // Dropping the other branch cancels its request, if one is under way.
        () = stop() => {}
    }

    println!("stopping: {} jobs are running", started.len());
    let jobs = client.executable_task_instances();
    for result in jobs.terminate_many(&started).await {
        result?;
    }
    let ended = jobs.wait_many(started).deadline(Duration::from_secs(30)).all().await;
    println!("{} have ended", ended.iter().filter(|(_, result)| result.is_ok()).count());
    Ok(())
}

/// Starts jobs, and waits for them.
async fn work(client: &Client, started: &mut Vec<TaskInstance<Executable>>) -> Result<(), SaltantError> {
    let task_type = client.executable_task_types().get_by_name("sleep").await?;
    let queue = client.task_queues().get_by_name("default").await?;
    let jobs = client.executable_task_instances();
    for _ in 0..3 {
        started.push(jobs.create(CreateTaskInstance::new(task_type.id, queue.id)).await?);
    }
    jobs.wait_many(started.clone()).all().await;
    Ok(())
}

/// Returns at Ctrl-C; in this example also after two seconds.
async fn stop() {
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = tokio::time::sleep(Duration::from_secs(2)) => {}
    }
}
