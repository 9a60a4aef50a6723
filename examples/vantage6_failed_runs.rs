//! Reads from its log why a run has failed.
//!
//! `cargo run -p saltant-examples -- vantage6_failed_runs` prints:
//!
//! ```text
//! Hospital A: crashed: KeyError: 'weight'
//! 0 of 1 results
//! ```

use std::error::Error;

use saltant::vantage6::{Client, CreateTask};
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::login_from_env().await?;
    let own = client.organizations().own().await?;
    // With several organizations, the server gives no more tokens once a run has failed: those that have not begun by
    // then fail as well.
    let task = CreateTask::new("crash:1", [own.id]).input(json!({"method": "weigh"}));
    let task = client.collaboration(1).create_task(task.databases(["default"])).await?;

    // A failed run does not end the wait: it ends when all runs have ended.
    let results = client.wait_for_results(&task).await?;
    for failure in results.failures() {
        let line = failure.log.as_deref().and_then(|log| log.lines().last()).unwrap_or_default();
        println!("{}: {}: {line}", own.name, failure.status);
    }
    let good = results.results.iter().filter(|result| result.checked().is_ok()).count();
    println!("{good} of {} results", results.results.len());
    Ok(())
}
