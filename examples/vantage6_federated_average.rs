//! Asks three hospitals for an average, and none of them for a row of its data.
//!
//! `cargo run -p saltant-examples -- vantage6_federated_average` prints:
//!
//! ```text
//! wanted: the average age in 3 organizations
//! 49.8 years, of 9 patients
//! ```

use std::error::Error;

use saltant::vantage6::{Client, CreateTask, ListOrganizations};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    // VANTAGE6_API_URL, VANTAGE6_USERNAME and VANTAGE6_PASSWORD
    let client = Client::login_from_env().await?;
    let ours = client.setup_collaboration(1).await?;
    let organizations = ours.organizations(ListOrganizations::new()).items().all().await?;
    println!("wanted: the average age in {} organizations", organizations.len());

    // The central part runs at one organization, and starts a part at each of them.
    let own = client.organizations().own().await?;
    let task = CreateTask::new("average:1", [own.id])
        .name("average age")
        .input(json!({"method": "central", "kwargs": {"column": "age"}}))
        .databases(["default"]);
    let task = ours.create_task(task).await?;

    let results = client.wait_for_results(&task).await?;
    for (_, result) in results.json::<Value>()? {
        let average = result["average"].as_f64().ok_or("no average")?;
        println!("{average:.1} years, of {} patients", result["count"]);
    }
    Ok(())
}
