//! Works in all environments at once, and finds one by its name.
//!
//! `cargo run -p saltant-examples -- inmanta_environments` prints:
//!
//! ```text
//! web/production has the id 174eb0e7-66c6-4768-9455-9a5c43e3c17c
//! production: 2 resources
//! staging: 2 resources, halted
//! ```

use std::error::Error;

use saltant::inmanta::{Client, EnvironmentClient, ListEnvironments, ListResources};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?; // INMANTA_URL and, with authentication, INMANTA_TOKEN
    let production = client.environment_named("web/production").await?;
    println!("web/production has the id {}", production.id());

    let environments = client.environments().list(ListEnvironments::new()).await?;
    let ids = environments.iter().map(|environment| environment.id);
    let count = async |environment: EnvironmentClient| {
        environment.resources().list(ListResources::new()).items().all().await.map(|all| all.len())
    };
    // The results come in the order of the ids; one that fails does not stop the others.
    for (environment, (_, count)) in environments.iter().zip(client.in_environments(ids, count).await) {
        let halted = if environment.halted { ", halted" } else { "" };
        println!("{}: {} resources{halted}", environment.name, count?);
    }
    Ok(())
}
