//! Reads the log of each run that has failed, and keeps the results of the others.
//!
//! `cargo run -p saltant-examples -- vantage6_failed_runs` prints:
//!
//! ```text
//! Hospital A: crashed: KeyError: 'weight'
//! Hospital B: crashed: KeyError: 'weight'
//! Hospital C: crashed: KeyError: 'weight'
//! 0 results
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use saltant::vantage6::{Client, CreateTask, ListOrganizations};
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::login_from_env().await?;
    let ours = client.collaboration(1);
    let organizations = ours.organizations(ListOrganizations::new()).items().all().await?;
    let names: BTreeMap<_, _> = organizations.into_iter().map(|known| (known.id, known.name)).collect();

    let task = CreateTask::new("crash:1", names.keys().copied()).input(json!({"method": "weigh"}));
    let task = ours.create_task(task.databases(["default"])).await?;

    // A failed run does not end the wait: it ends when all runs have ended.
    let results = client.wait_for_results(&task).await?;
    for failure in results.failures() {
        let name = names.get(&failure.organization).map_or("?", |name| name);
        let line = failure.log.as_deref().and_then(|log| log.lines().last()).unwrap_or_default();
        println!("{name}: {}: {line}", failure.status);
    }
    let good = results.results.iter().filter(|result| result.checked().is_ok()).count();
    println!("{good} results");
    Ok(())
}
