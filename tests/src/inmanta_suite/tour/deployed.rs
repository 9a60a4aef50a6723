use serde_json::json;

use super::super::Place;
use super::super::deploy;
use super::{Tour, text};

const ID: &str = "testmod::Thing[agent1,key=日本]";

/// Resources, facts, parameters, dry runs and discovered resources.
pub(super) async fn run(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    resources(tour, place).await?;
    values(tour, place).await?;
    dry_runs(tour, place).await?;
    let (environment, worker) = (place.environment.http(), place.worker.http());
    let sid = tour.session(place).await?;
    let found = "testmod::Found[agent1,key=x/1 ü]";
    let one = json!({"discovered_resource_id": found, "discovery_resource_id": ID, "values": {"a": [true, null]},
        "sid": sid});
    tour.ok(worker, "inmanta.discovered_resource_create", one).await?;
    let batch: Vec<_> = ["é", "o", "日"]
        .iter()
        .map(|key| {
            json!({"discovered_resource_id": format!("testmod::Found[agent2,key={key}]"),
                "discovery_resource_id": ID, "values": {"key": key}})
        })
        .collect();
    let batch = json!({"discovered_resources": batch, "sid": sid});
    tour.ok(worker, "inmanta.discovered_resource_create_batch", batch).await?;
    let get = json!({"discovered_resource_id": found});
    tour.ok(environment, "inmanta.discovered_resources_get", get).await?;
    let list = json!({"limit": 2, "filter": {"managed": [false]}, "sort": "discovered_resource_id.desc"});
    tour.ok(environment, "inmanta.discovered_resources_get_batch", list).await?;
    Ok(())
}

async fn resources(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let environment = place.environment.http();
    let list =
        json!({"limit": 3, "deploy_summary": true, "filter": {"status": ["!orphaned"]}, "sort": "agent.asc"});
    let resources = tour.ok(environment, "inmanta.resource_list", list).await?;
    let versioned = text(&resources, "/data/0/resource_version_id")?;
    tour.ok(environment, "inmanta.resource_details", json!({"rid": ID})).await?;
    tour.ok(environment, "inmanta.resource_history", json!({"rid": ID, "limit": 1})).await?;
    let logs = json!({"rid": ID, "limit": 2, "filter": {"minimal_log_level": "INFO"}});
    tour.ok(environment, "inmanta.resource_logs", logs).await?;
    let whole = json!({"id": versioned, "logs": true, "log_action": "deploy", "log_limit": 2});
    tour.ok(environment, "inmanta.v1.get_resource", whole).await?;
    let actions = json!({"limit": 2, "resource_type": "testmod::Thing", "agent": "agent1"});
    tour.ok(environment, "inmanta.get_resource_actions", actions).await?;
    tour.ok(environment, "inmanta.get_resource_actions", json!({"exclude_changes": ["nochange"]})).await?;
    Ok(())
}

async fn values(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let (environment, worker) = (place.environment.http(), place.worker.http());
    let fact = json!({"name": "fact ü", "source": "fact", "value": "1", "resource_id": ID, "expires": false,
        "metadata": {"k": "v"}});
    let fact = tour.ok(environment, "inmanta.set_fact", fact).await?;
    tour.ok(environment, "inmanta.get_facts", json!({"rid": ID})).await?;
    let get = json!({"rid": ID, "id": text(&fact, "/id")?});
    tour.ok(environment, "inmanta.get_fact", get).await?;
    tour.ok(environment, "inmanta.get_all_facts", json!({"limit": 2, "filter": {"name": ["fact"]}})).await?;
    let set = json!({"name": "tour 日", "source": "user", "value": "1", "metadata": {"k": "v"}, "recompile": false});
    tour.ok(environment, "inmanta.set_parameter", set).await?;
    let list = json!({"limit": 2, "filter": {"source": ["user"]}, "sort": "updated.desc"});
    tour.ok(environment, "inmanta.get_parameters", list).await?;
    let set = json!({"id": "tour/é", "source": "user", "value": "1", "metadata": {"k": "w"}});
    tour.ok(environment, "inmanta.v1.set_param", set).await?;
    tour.ok(environment, "inmanta.v1.get_param", json!({"id": "tour/é"})).await?;
    tour.ok(environment, "inmanta.v1.list_params", json!({"query": {"k": "v"}})).await?;
    let sid = tour.session(place).await?;
    let many = json!([{"id": "tour f", "source": "fact", "value": "1", "resource_id": ID, "expires": false},
        {"id": "tour p", "source": "user", "value": "2", "metadata": {"a": "b"}}]);
    tour.ok(worker, "inmanta.v1.set_parameters", json!({"parameters": many, "sid": sid})).await?;
    tour.ok(environment, "inmanta.v1.delete_param", json!({"id": "tour f", "resource_id": ID})).await?;
    tour.ok(environment, "inmanta.v1.delete_param", json!({"id": "tour p"})).await?;
    Ok(())
}

async fn dry_runs(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let (environment, worker) = (place.environment.http(), place.worker.http());
    let list = json!({"limit": 1, "filter": {"status": ["active"]}});
    let active = tour.ok(environment, "inmanta.list_desired_state_versions", list).await?;
    let version: u64 = text(&active, "/data/0/version")?.parse()?;
    let report = tour.ok(environment, "inmanta.dryrun_trigger", json!({"version": version})).await?;
    tour.ok(environment, "inmanta.list_dryruns", json!({"version": version})).await?;
    let report_id = report.as_str().unwrap_or_default().parse::<saltant::Uuid>()?;
    place.environment.dry_runs().wait_until_done(version, report_id).policy(deploy::policy()).await?;
    let get = json!({"version": version, "report_id": report});
    tour.ok(environment, "inmanta.get_dryrun_diff", get).await?;
    let report = tour.ok(environment, "inmanta.v1.dryrun_request", json!({"id": version})).await?;
    tour.ok(environment, "inmanta.v1.dryrun_list", json!({"version": version})).await?;
    let id = text(&report, "/id")?;
    tour.ok(environment, "inmanta.v1.dryrun_report", json!({"id": id})).await?;
    let sid = tour.session(place).await?;
    let changes = json!({"value": {"current": null, "desired": "x"}});
    let update = json!({"id": id, "resource": format!("{ID},v={version}"), "changes": changes, "sid": sid});
    tour.ok(worker, "inmanta.v1.dryrun_update", update).await?;
    Ok(())
}
