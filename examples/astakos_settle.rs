//! Finds the commissions that a crashed service has left pending, and settles them.
//!
//! `cargo run -p saltant-examples -- astakos_settle` prints:
//!
//! ```text
//! 2 are pending
//! nightly: accepted
//! crashed: rejected
//! 0 are pending
//! ```

use std::error::Error;

use saltant::astakos::{Client, IssueOneCommission, ProjectId, ProjectProvision, ResolveCommissions};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let ada = client.users().get_id("ada@example.org").await?;
    let project = ProjectId::from(ada.as_str());
    for name in ["nightly", "crashed"] {
        let provision = ProjectProvision::new(project.clone(), "cyclades.vm", 1);
        client.commissions().issue_one(IssueOneCommission::new(ada.clone(), [provision]).name(name)).await?;
    }

    let pending = client.commissions().list_pending().await?;
    println!("{} are pending", pending.len());
    let (mut accept, mut reject) = (Vec::new(), Vec::new());
    for serial in pending {
        let known = client.commissions().get(serial).await?;
        let is_good = known.name == "nightly";
        println!("{}: {}", known.name, if is_good { "accepted" } else { "rejected" });
        if is_good { accept.push(serial) } else { reject.push(serial) }
    }
    let settled = client.commissions().resolve(ResolveCommissions::new(accept, reject)).await?;
    // The call succeeds even if some could not be settled.
    for (serial, fault) in settled.failed {
        println!("{serial}: {fault:?}");
    }
    println!("{} are pending", client.commissions().list_pending().await?.len());
    Ok(())
}
