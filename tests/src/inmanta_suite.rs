//! Checks of the Inmanta client against a real server with an empty database. They call every operation of both
//! versions of the API, with the scheduler, executors and compiles of the server.

mod compiled;
mod deploy;
mod lists;
mod text;
mod tour;
mod wire;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use saltant::Error;
use saltant::inmanta::{
    BearerToken, Client, ClientType, CreateEnvironment, CreateProject, CreateToken, EnvironmentClient,
    RoleName,
};
use serde_json::Value;

pub use crate::vantage6_suite::Checks;
use wire::Wire;

/// The administrator of a server with authentication.
#[derive(Clone, Copy, Debug)]
pub struct Login {
    /// The name.
    pub username: &'static str,
    /// The password.
    pub password: &'static str,
}

/// A server, and what is checked on it.
#[derive(Clone, Debug)]
pub struct Target {
    /// The address.
    pub url: String,
    /// The administrator, if the server has authentication.
    pub login: Option<Login>,
    /// A Git repository with a model that makes resources, on the branch `main`.
    pub model: PathBuf,
    /// Whether fewer resources and page sizes will do.
    pub is_quick: bool,
}

/// What came out.
#[derive(Debug)]
pub struct Report {
    /// The results of the checks.
    pub checks: Checks,
    /// The calls: objects with the operation's `name`, its `arguments`, and the `request` that was sent.
    pub calls: Vec<Value>,
}

/// The server, and an environment of its own for the checks.
struct Place {
    url: String,
    has_users: bool,
    client: Client,
    environment: EnvironmentClient,
    /// The same environment with a token that may export; without authentication there is no difference.
    exporter: EnvironmentClient,
    /// The same environment with a token that may do what agents and compilers do.
    worker: EnvironmentClient,
    /// The last exchange.
    wire: Wire,
}

/// Runs all checks on a server.
pub async fn run(target: &Target) -> anyhow::Result<Report> {
    let Target { url, login, model, is_quick } = target;
    let mut checks = Checks::default();
    let wire = Wire::default();
    let mut client = Client::builder(url).transport(wire.transport()?).build()?;
    if let Some(Login { username, password }) = *login {
        let nobody = client.server().status().await;
        checks.refused("a call without a login", nobody, Error::is_auth);
        checks.refused("a wrong password", client.log_in(username, "wrong").await, Error::is_auth);
        client = client.log_in(username, password).await?;
        users(&mut checks, &client).await.context("users")?;
    }
    checks.equal("the version", client.server().status().await?.version, "17.0.0".to_owned());
    let project = client.projects().create(CreateProject::new("prüfung")).await?;
    let created = client.environments().create(CreateEnvironment::new(project.id, "日本")).await?;
    let environment = client.environment_named("prüfung/日本").await?;
    checks.equal("an environment by its name", environment.id(), created.id);
    let deleted = client.projects().delete(project.id).await;
    checks.refused("a project with environments is kept", deleted, Error::is_conflict);
    let (mut exporter, mut worker) = (environment.clone(), environment.clone());
    if login.is_some() {
        exporter = environment.for_export().await?;
        let all = [ClientType::Api, ClientType::Agent, ClientType::Compiler];
        worker = environment
            .with_credential(BearerToken::new(environment.create_token(CreateToken::new(all)).await?));
    }
    let (url, has_users) = (url.clone(), login.is_some());
    let place = Place { url, has_users, client, environment, exporter, worker, wire };
    let resources = if *is_quick { 30 } else { 300 };
    let started = Instant::now();
    let done = |what: &str| println!("{what}: done after {} s", started.elapsed().as_secs());
    deploy::run(&mut checks, &place, resources).await.context("deployments")?;
    done("deployments");
    compiled::run(&mut checks, &place, model).await.context("compiles")?;
    done("compiles");
    let calls = tour::run(&mut checks, &place).await.context("every operation")?;
    done("every operation");
    text::run(&mut checks, &place).await.context("text beyond ASCII")?;
    let sizes = (1..=5).step_by(if *is_quick { 3 } else { 1 });
    lists::run(&mut checks, &place, sizes).await.context("lists")?;
    done("lists");
    place.environment.clear().await?;
    place.environment.delete().await?;
    place.client.projects().delete(project.id).await?;
    Ok(Report { checks, calls })
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
