//! Charges a user for machines in two steps, and shows what a refusal says.
//!
//! `cargo run -p saltant-examples -- astakos_commission` prints:
//!
//! ```text
//! commission …: 2 machines are pending
//! accepted: 2 of 2 are used
//! one more: refused, 1 asked for and 0 free
//! ```

use std::error::Error;

use saltant::astakos::{Client, IssueOneCommission, ProjectId, ProjectProvision, UserId, quota_fault};

const RESOURCE: &str = "cyclades.vm";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?; // charging takes the token of a service
    let ada = client.users().get_id("ada@example.org").await?;
    // Each user has a project of their own, with the user's id.
    let project = ProjectId::from(ada.as_str());

    let serial = client.commissions().issue_one(charge(&ada, &project, 2)).await?;
    let quotas = client.quotas().get().await?;
    let quota = quotas.get(&project).and_then(|own| own.get(&RESOURCE.into())).ok_or("no quota")?;
    println!("commission {serial}: {} machines are pending", quota.pending);

    client.commissions().accept(serial).await?; // or `reject`: nothing is used then
    let quotas = client.quotas().get().await?;
    let quota = quotas.get(&project).and_then(|own| own.get(&RESOURCE.into())).ok_or("no quota")?;
    println!("accepted: {} of {} are used", quota.usage, quota.limit);

    if let Err(error) = client.commissions().issue_one(charge(&ada, &project, 1)).await {
        let fault = quota_fault(&error).ok_or("another error")?;
        let free = fault.available().ok_or("no figure")?;
        println!("one more: refused, {} asked for and {free} free", fault.requested());
    }
    Ok(())
}

fn charge(user: &UserId, project: &ProjectId, machines: i64) -> IssueOneCommission {
    let provision = ProjectProvision::new(project.clone(), RESOURCE, machines);
    IssueOneCommission::new(user.clone(), [provision])
}
