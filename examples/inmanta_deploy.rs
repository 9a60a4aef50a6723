//! Releases a version, watches its deployment, and names what could not be deployed.
//!
//! `cargo run -p saltant-examples -- inmanta_deploy` prints:
//!
//! ```text
//! 1 of 3 are deployed
//! 2 of 3 are deployed
//! 3 of 3 are deployed
//! done: {Deployed: 3, Available: 0}
//! ```

use std::error::Error;
use std::time::Duration;

use saltant::inmanta::Client;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let environment = client.environment_named("web/production").await?;
    let versions = environment.versions();

    versions.promote(7).await?;
    // To watch, look as often as needed. `release_and_wait(7)` releases and waits by itself.
    loop {
        let seen = versions.deployment(7).await?;
        println!("{} of {} are deployed", seen.counts.total - seen.counts.unfinished(), seen.counts.total);
        if seen.counts.unfinished() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    match versions.wait_until_deployed(7).await {
        Ok(deployment) => println!("done: {:?}", deployment.counts.by_state),
        Err(error) => {
            println!("{error}");
            for resource in error.into_last().map(|last| last.failed).unwrap_or_default() {
                let message = resource.message.unwrap_or_default();
                println!("{} is {}: {message}", resource.resource_id, resource.status);
            }
        }
    }
    Ok(())
}
