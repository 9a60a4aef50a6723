//! Lets a user ask to join a project, and its owner accept the request.
//!
//! `cargo run -p saltant-examples -- astakos_membership` prints:
//!
//! ```text
//! bob has asked: requested
//! ada has accepted: accepted
//! bob may use 3 cyclades.vm in the project
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use saltant::Timestamp;
use saltant::astakos::{
    ActOnApplication, ActOnMembership, ApplicationAction, Client, ListMemberships, MembershipAction, Policy,
    ProjectId, ProjectResource, ProjectSpec,
};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let ada = Client::from_env()?;
    let bob = Client::new(std::env::var(Client::AUTH_URL_VARIABLE)?, std::env::var("TOKEN_OF_BOB")?)?;
    let project = moderated_project(&ada).await?;

    let joined = bob.memberships().join(project.clone()).await?;
    println!("bob has asked: {}", bob.memberships().get(joined.id).await?.state);

    let list = ListMemberships::new().project(project.clone());
    for membership in ada.memberships().list(list).await? {
        if membership.allowed_actions.contains(&MembershipAction::Accept) {
            let accept = ActOnMembership::new(membership.id, MembershipAction::Accept).reason("welcome");
            ada.memberships().act(accept).await?;
        }
    }
    println!("ada has accepted: {}", bob.memberships().get(joined.id).await?.state);

    let quotas = bob.quotas().get().await?;
    let quota = quotas.get(&project).and_then(|own| own.get(&"cyclades.vm".into())).ok_or("no quota")?;
    println!("bob may use {} cyclades.vm in the project", quota.limit);
    Ok(())
}

/// A project that users join with the owner's consent.
async fn moderated_project(ada: &Client) -> Result<ProjectId, saltant::Error> {
    let end = Timestamp::now() + Duration::from_secs(30 * 24 * 3600);
    let mut spec = ProjectSpec::new("course.example.org", end);
    spec.join_policy = Some(Policy::Moderated);
    spec.resources = Some(BTreeMap::from([("cyclades.vm".into(), ProjectResource::new(3, 30))]));
    let applied = ada.projects().create(spec).await?;
    let approve = ActOnApplication::new(applied.id.clone(), applied.application, ApplicationAction::Approve);
    ada.applications().act(approve).await?;
    Ok(applied.id)
}
