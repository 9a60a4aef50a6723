use std::time::Duration;

use saltant::inmanta::{Export, ExportedResource, HandlerModule, ResourceDiffStatus};
use saltant::{WaitError, WaitPolicy};

use super::{Checks, Place};

/// How often a wait asks, and for how long.
const POLICY: Duration = Duration::from_millis(500);
const DEADLINE: Duration = Duration::from_secs(240);

/// The source of the handler.
pub(super) const HANDLER: &str = include_str!("handler.py");

/// What the ids of resources beyond ASCII are made of.
pub(super) const KEYS: [&str; 10] = ["a", "b", "é", "k", "o", "ö", "ü", "z", "日本", "本"];

pub(super) fn policy() -> WaitPolicy {
    WaitPolicy::within(DEADLINE).every(POLICY)
}

pub(super) fn thing(agent: &str, key: &str, value: &str) -> ExportedResource {
    let id = format!("testmod::Thing[{agent},key={key}]");
    ExportedResource::new(id).attribute("key", key).attribute("value", value)
}

pub(super) fn export(resources: impl IntoIterator<Item = ExportedResource>) -> Export {
    let module = HandlerModule::new("testmod").file("inmanta_plugins.testmod", HANDLER);
    resources.into_iter().fold(Export::new().module(module), Export::resource)
}

/// Exports versions with a handler and this many resources, deploys them, and compiles.
pub(super) async fn run(checks: &mut Checks, place: &Place, resources: u64) -> anyhow::Result<()> {
    let (environment, versions) = (&place.environment, place.exporter.versions());
    environment.settings().set("auto_deploy", serde_json::Value::Bool(false)).await?;
    let first = versions.export(export(KEYS.map(|key| thing("agent1", key, "x")))).await?;
    let waiting = environment.versions();
    checks.that("a version is not released by itself", !waiting.deployment(first).await?.counts.total > 0);
    let deployed = waiting.release_and_wait(first).policy(policy()).await;
    match deployed {
        Ok(deployment) => checks.equal("the resources that are deployed", deployment.counts.total, 10),
        Err(error) => checks.that(&format!("the first deployment: {error}: {:?}", error.last()), false),
    }
    let again = waiting.release_and_wait(first).policy(policy()).await.is_ok();
    checks.that("a released version is waited for as well", again);

    let many =
        (0..resources).map(|number| thing(&format!("agent{}", number % 3), &format!("n{number:03}"), "x"));
    let bad = thing("agent1", "bad", "fail");
    let second =
        versions.export(export(many.chain(KEYS.map(|key| thing("agent1", key, "x"))).chain([bad]))).await?;
    let diff = waiting.diff(first, second).await?;
    checks.equal("the difference of two versions", u64::try_from(diff.len())?, resources + 1);
    match waiting.release_and_wait(second).policy(policy()).await {
        Err(WaitError::Failed { last, .. }) => {
            checks.equal("the bad resources", (last.counts.bad(), last.counts.total), (1, resources + 11));
            let message = last.failed.first().and_then(|failed| failed.message.clone()).unwrap_or_default();
            checks.that(&format!("why it failed: {message}"), message.contains("told to fail"));
        }
        other => checks.that(&format!("the second deployment: {other:?}"), false),
    }
    let report = environment.dry_runs().run(second).await?;
    let added = report.diff.iter().filter(|diff| diff.status != ResourceDiffStatus::Unmodified).count();
    checks.equal("the resources of a dry run", (report.summary.todo, added > 0), (0, true));

    match environment.recompile_and_wait().update(false).message("checks").policy(policy()).await {
        Err(WaitError::Failed { last, state, .. }) => {
            checks.that(
                &format!("a compile without a project: {state}"),
                !state.is_empty() && last.reports.is_some(),
            );
            checks.equal(
                "the reason that was given",
                last.metadata.get("message").and_then(|text| text.as_str()),
                Some("checks"),
            );
        }
        other => checks.that(&format!("a compile without a project: {other:?}"), false),
    }
    let counts = environment.wait_until_idle().policy(policy()).await?;
    checks.equal("the resources of an idle environment", (counts.bad(), counts.total), (1, resources + 11));
    Ok(())
}
