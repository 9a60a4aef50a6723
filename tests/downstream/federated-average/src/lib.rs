//! Averages a column over the databases of all organizations of a collaboration.

use std::error::Error;
use std::time::Duration;

use saltant::vantage6::{Client, CollaborationId, CreateTask, ListOrganizations, PrivateKey};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What an organization tells of its column.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The sum of the values.
    pub sum: f64,
    /// The number of values.
    pub count: u32,
}

/// The average of a column, by the algorithm `image`. A key is needed for an encrypted collaboration.
///
/// An organization whose run fails is an error: an average without it would mislead.
pub async fn average(
    client: &Client,
    collaboration: CollaborationId,
    image: &str,
    column: &str,
    key: Option<PrivateKey>,
) -> Result<f64, Box<dyn Error>> {
    let ours = client.collaboration(collaboration);
    let all = ours.organizations(ListOrganizations::new()).items().all().await?;
    let input = json!({"method": "part", "kwargs": {"column": column}});
    let task = CreateTask::new(image, all.iter().map(|organization| organization.id)).input(input);
    let task = task.collaboration(collaboration).databases(["default"]);
    let wait = |task| client.wait_for_results(task).interval(Duration::from_millis(20));
    let parts = match key {
        Some(key) => {
            let encryption = client.setup_encryption(key).await?;
            let task = encryption.create_task(task).await?;
            encryption.json::<Part>(&wait(task.id).await?)?
        }
        None => wait(client.tasks().create(task).await?.id).await?.json::<Part>()?,
    };
    let sum: f64 = parts.values().map(|part| part.sum).sum();
    let count: u32 = parts.values().map(|part| part.count).sum();
    Ok(sum / f64::from(count))
}
