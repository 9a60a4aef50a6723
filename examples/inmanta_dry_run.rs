//! Shows what the release of a version would change, without changing it.
//!
//! `cargo run -p saltant-examples -- inmanta_dry_run` prints:
//!
//! ```text
//! 1 of 2 resources would change
//! std::File[web1,path=/etc/motd] (modified)
//!   content: hello -> welcome
//! ```

use std::error::Error;

use saltant::inmanta::{Client, ResourceDiffStatus};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let environment = client.environment_named("web/production").await?;

    // Asks the agents, and waits until they have looked at every resource.
    let report = environment.dry_runs().run(7).await?;
    let changes: Vec<_> =
        report.diff.iter().filter(|diff| diff.status != ResourceDiffStatus::Unmodified).collect();
    println!("{} of {} resources would change", changes.len(), report.diff.len());
    for diff in changes {
        println!("{} ({})", diff.resource_id, diff.status);
        for (name, attribute) in &diff.attributes {
            println!("  {name}: {} -> {}", attribute.from_value_compare, attribute.to_value_compare);
        }
    }
    Ok(())
}
