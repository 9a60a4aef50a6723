//! Applies for a project, approves the application, and enrolls a user.
//!
//! `cargo run -p saltant-examples -- astakos_project` prints:
//!
//! ```text
//! applied: the project is uninitialized
//! approved: the project is active
//! bob@example.org is a member: accepted
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use saltant::Timestamp;
use saltant::astakos::{ActOnApplication, ApplicationAction, Client, ProjectResource, ProjectSpec};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let ada = Client::from_env()?; // ada is an administrator
    let end = Timestamp::now() + Duration::from_secs(365 * 24 * 3600);
    let mut spec = ProjectSpec::new("lab.example.org", end);
    // Three for each member, four in all.
    spec.resources = Some(BTreeMap::from([("cyclades.vm".into(), ProjectResource::new(3, 4))]));
    let applied = ada.projects().create(spec).await?;
    println!("applied: the project is {}", ada.projects().get(applied.id.clone()).await?.state);

    let approve = ActOnApplication::new(applied.id.clone(), applied.application, ApplicationAction::Approve);
    ada.applications().act(approve).await?;
    println!("approved: the project is {}", ada.projects().get(applied.id.clone()).await?.state);

    // The name that a user logs in with.
    let joined = ada.memberships().enroll(applied.id, "bob@example.org").await?;
    let membership = ada.memberships().get(joined.id).await?;
    println!("bob@example.org is a member: {}", membership.state);
    Ok(())
}
