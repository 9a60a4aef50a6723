//! Reports how much of each quota is used, pending and free.
//!
//! `cargo run -p saltant-examples -- astakos_quota_report` prints:
//!
//! ```text
//! project …
//!   cyclades.cpu           0 used  0 pending  no limit
//!   cyclades.disk          0 used  0 pending  no limit
//!   cyclades.ram           0 used  0 pending  no limit
//!   cyclades.vm            0 used  0 pending  2 free
//!   pithos.diskspace       0 used  0 pending  1000 free
//! ```

use std::error::Error;

use saltant::astakos::{Client, UNLIMITED};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?; // ASTAKOS_AUTH_URL, ASTAKOS_TOKEN and ASTAKOS_SERVICE_TOKEN
    for (project, resources) in client.quotas().get().await? {
        println!("project {project}");
        for (resource, quota) in resources {
            let free = match quota.limit {
                UNLIMITED => "no limit".to_owned(),
                _ => format!("{} free", quota.free()),
            };
            let name = resource.as_str();
            println!("  {name:<22} {} used  {} pending  {free}", quota.usage, quota.pending);
        }
    }
    Ok(())
}
