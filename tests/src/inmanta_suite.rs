//! Checks of the Inmanta client against a real server with an empty database. They call operations of both versions of the
//! API, with the scheduler, executors and compiles of the server.

mod deploy;
mod text;
mod typed;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use saltant::inmanta::{Client, CreateEnvironment, CreateProject, EnvironmentClient, RoleName};
use saltant::{Error, Observation};
use saltant_core::inmanta::CATALOG;

pub use crate::vantage6_suite::Checks;

/// The administrator of a server with authentication.
#[derive(Clone, Copy, Debug)]
pub struct Login {
    /// The name.
    pub username: &'static str,
    /// The password.
    pub password: &'static str,
}

/// The server, and an environment of its own for the checks.
struct Place {
    client: Client,
    environment: EnvironmentClient,
    /// The same environment with a token that may export; without authentication there is no difference.
    exporter: EnvironmentClient,
}

/// Runs all checks on the server at this address.
pub async fn run(url: &str, login: Option<Login>) -> anyhow::Result<Checks> {
    let mut checks = Checks::default();
    let seen = Seen::default();
    let mut client = seen.client(url)?;
    if let Some(Login { username, password }) = login {
        let nobody = client.server().status().await;
        checks.refused("a call without a login", nobody, Error::is_auth);
        checks.refused("a wrong password", client.log_in(username, "wrong").await, Error::is_auth);
        client = client.log_in(username, password).await?;
        users(&mut checks, &client).await.context("users")?;
    }
    checks.equal("the version", client.server().status().await?.version, "17.0.0".to_owned());
    client.server().health().await?;
    let project = client.projects().create(CreateProject::new("prüfung")).await?;
    let created = client.environments().create(CreateEnvironment::new(project.id, "日本")).await?;
    let environment = client.environment_named("prüfung/日本").await?;
    checks.equal("an environment by its name", environment.id(), created.id);
    let deleted = client.projects().delete(project.id).await;
    checks.refused("a project with environments is kept", deleted, Error::is_conflict);
    let exporter = if login.is_some() { environment.for_export().await? } else { environment.clone() };
    let place = Place { client, environment, exporter };
    deploy::run(&mut checks, &place).await.context("deployments")?;
    text::run(&mut checks, &place).await.context("text beyond ASCII")?;
    typed::run(&mut checks, &place).await.context("typed answers")?;
    place.environment.clear().await?;
    place.environment.delete().await?;
    place.client.projects().delete(project.id).await?;
    println!("{} of {} operations were answered", seen.count(), CATALOG.len());
    Ok(checks)
}

/// Users and roles, with names beyond ASCII.
async fn users(checks: &mut Checks, client: &Client) -> anyhow::Result<()> {
    let (name, role) = ("zoë", RoleName::from("viewer 日"));
    client.users().create(name, "a-password").await?;
    client.roles().create(role.clone()).await?;
    checks.that("a role of any script", client.roles().list().await?.contains(&role));
    client.roles().delete(role.clone()).await?;
    checks.that("is deleted", !client.roles().list().await?.contains(&role));
    client.users().set_password(name, "another-password").await?;
    client.users().set_is_admin(name, true).await?;
    let other = client.log_in(name, "another-password").await?;
    checks.equal(
        "who is logged in",
        other.users().get_current().await?.username.to_string(),
        name.to_owned(),
    );
    client.users().delete(name).await?;
    checks.equal("the users that are left", client.users().list().await?.len(), 1);
    Ok(())
}

/// The operations that the server has answered.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<BTreeSet<&'static str>>>);

impl Seen {
    fn client(&self, url: &str) -> anyhow::Result<Client> {
        let seen = self.0.clone();
        let observe = move |observation: &Observation<'_>| {
            if observation.status.is_some() {
                seen.lock().unwrap_or_else(PoisonError::into_inner).insert(observation.operation);
            }
        };
        Ok(Client::builder(url).observer(observe).build()?)
    }

    fn count(&self) -> usize {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        CATALOG.iter().filter(|entry| seen.contains(entry.metadata.name)).count()
    }
}
