//! Shows who is in a collaboration, and whose node is connected.
//!
//! `cargo run -p saltant-examples -- vantage6_overview` prints:
//!
//! ```text
//! vantage6 4.15.2
//! Ages, 3 organizations, encrypted: false
//! Hospital A: online
//! Hospital B: online
//! Hospital C: online
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use saltant::vantage6::{Client, ListNodes, ListOrganizations, NodeStatus};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::login_from_env().await?;
    println!("vantage6 {}", client.server().version().await?.version);
    let ours = client.setup_collaboration(1).await?;
    let found = ours.found().ok_or("it was asked for")?;
    // `.items()` gives all items, page after page.
    let organizations = ours.organizations(ListOrganizations::new()).items().all().await?;
    println!("{}, {} organizations, encrypted: {}", found.name, organizations.len(), found.encrypted);

    let nodes = ours.nodes(ListNodes::new().status(NodeStatus::Online)).items().all().await?;
    let online: BTreeMap<_, _> =
        nodes.iter().map(|node| (node.organization.id, node.name.as_str())).collect();
    for organization in organizations {
        let is_online = online.contains_key(&organization.id);
        println!("{}: {}", organization.name, if is_online { "online" } else { "offline" });
    }
    Ok(())
}
