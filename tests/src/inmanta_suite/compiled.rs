use std::path::Path;

use anyhow::Context as _;
use saltant::WaitError;
use saltant::inmanta::{CreateEnvironment, CreateProject};

use super::deploy::policy;
use super::{Checks, Place};

/// Compiles a model from its repository, deploys the version, and compiles again with an update that fails.
pub(super) async fn run(checks: &mut Checks, place: &Place, model: &Path) -> anyhow::Result<()> {
    let repository = model.to_str().context("the path is not UTF-8")?;
    let project = place.client.projects().create(CreateProject::new("compiled")).await?;
    let create = CreateEnvironment::new(project.id, "main").repository(repository).branch("main");
    let environment = place.client.environment(place.client.environments().create(create).await?.id);
    environment.settings().set("auto_deploy", serde_json::Value::Bool(false)).await?;
    match environment.recompile_and_wait().update(true).message("first").policy(policy()).await {
        Err(error) => checks.that(&format!("a compile: {error}"), false),
        Ok(compile) => {
            checks.that("the compile has steps", compile.reports.is_some_and(|steps| steps.len() > 3));
            let version = compile.version.context("the compile made no version")?;
            match environment.versions().release_and_wait(version).policy(policy()).await {
                Ok(deployment) => checks.equal("what the model deploys", deployment.counts.total, 3),
                Err(error) => {
                    checks.that(&format!("the compiled version: {error}: {:?}", error.last()), false);
                }
            }
        }
    }
    environment.update("main").arguments(|update| update.branch("nowhere")).await?;
    match environment.recompile_and_wait().update(true).message("second").policy(policy()).await {
        Err(error @ WaitError::Failed { .. }) => {
            let line = error.to_string();
            checks.that(
                &line,
                line.starts_with("inmanta.compile_details id=") && line.contains("“Switching branch"),
            );
            let message = error.last().and_then(|compile| compile.metadata.get("message"));
            checks.equal("the compile of this request", message, Some(&"second".into()));
        }
        other => checks.that(&format!("an update that fails: {other:?}"), false),
    }
    environment.wait_until_idle().policy(policy()).await?;
    environment.delete().await?;
    place.client.projects().delete(project.id).await?;
    Ok(())
}
