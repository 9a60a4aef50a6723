use serde_json::{Value, json};

use super::super::Place;
use super::super::deploy::{self, HANDLER, KEYS};
use super::places::environment_id;
use super::{Tour, text};

/// Files, versions and compiles.
pub(super) async fn run(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let file = files(tour, place).await?;
    versions(tour, place, &file).await?;
    deploying(tour, place).await?;
    compiles(tour, place).await
}

/// Stores files; gives the id of the handler's.
async fn files(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<String> {
    let server = place.client.http();
    let id = place.client.files().store(HANDLER).await?.to_string();
    // The text "one\n".
    let one = "0de2ebc60dad0a9a05db52e0c67b6ffe3b0e0ab3";
    let wrong = json!({"id": one, "content": "b25lCg=="});
    let stored = place.client.files().store("one\n").await?.to_string();
    tour.checks.that("the id of a file is the SHA-1 of its content", stored != one);
    tour.refused(server, "inmanta.v1.upload_file", wrong, 400).await?;
    let right = json!({"id": stored, "content": "b25lCg=="});
    tour.ok(server, "inmanta.v1.upload_file", right).await?;
    tour.ok(server, "inmanta.v1.stat_file", json!({"id": stored})).await?;
    tour.ok(server, "inmanta.v1.stat_file", json!({"id": one})).await?;
    tour.ok(server, "inmanta.v1.stat_files", json!({"files": [stored, one]})).await?;
    tour.ok(server, "inmanta.v1.get_file", json!({"id": id})).await?;
    let content = place.client.files().content(id.as_str()).await?;
    tour.checks.equal("the bytes of a file", &*content, HANDLER.as_bytes());
    tour.ok(server, "inmanta.v1.diff", json!({"file_id_1": stored, "file_id_2": id})).await?;
    Ok(id)
}

async fn versions(tour: &mut Tour<'_>, place: &Place, file: &str) -> anyhow::Result<()> {
    let (environment, worker) = (place.environment.http(), place.worker.http());
    let reserved = tour.ok(worker, "inmanta.reserve_version", json!({})).await?;
    let files = json!([{"name": "inmanta_plugins.testmod", "hash_value": file, "is_byte_code": false}]);
    let module = json!({"testmod": {"name": "testmod", "version": file, "files_in_module": files,
        "requirements": [], "for_agents": ["agent1"]}});
    let resource = |key: &str, version: &Value| {
        json!({"id": format!("testmod::Thing[agent1,key={key}],v={version}"), "key": key, "value": "<<undefined>>",
            "purged": false, "purge_on_delete": false, "send_event": true, "receive_events": true,
            "references": [], "mutators": [], "agent": "agent1", "requires": []})
    };
    let id = "testmod::Thing[agent1,key=ü]";
    let put = json!({"version": reserved, "resources": [resource("ü", &reserved)], "module_version_info": module,
        "compiler_version": "17.0.0", "resource_state": {id: "undefined"}, "resource_sets": {id: "set"},
        "unknowns": [{"parameter": "p", "resource": id, "source": "fact"}],
        "version_info": {"export_metadata": {"message": "m", "type": "manual"}},
        "pip_config": {"use-system-config": true, "extra-index-url": ["https://x.invalid"]}});
    tour.ok(worker, "inmanta.v1.put_version", put).await?;
    let partial = json!({"resources": [resource("日", &json!(0))], "module_version_info": module,
        "resource_sets": {"testmod::Thing[agent1,key=日]": "other"}, "removed_resource_sets": ["nothing"],
        "allow_handler_code_update": true});
    let partial = tour.ok(worker, "inmanta.put_partial", partial).await?;
    tour.ok(environment, "inmanta.v1.list_versions", json!({})).await?;
    tour.ok(environment, "inmanta.v1.list_versions", json!({"start": 0, "limit": 1})).await?;
    let whole = json!({"id": 1, "include_logs": true, "log_filter": "deploy", "limit": 2});
    tour.ok(environment, "inmanta.v1.get_version", whole).await?;
    let versions = json!({"limit": 2, "filter": {"version": ["ge:1"]}, "sort": "version.asc"});
    tour.ok(environment, "inmanta.list_desired_state_versions", versions).await?;
    let diff = json!({"from_version": 1, "to_version": partial});
    tour.ok(environment, "inmanta.get_diff_of_versions", diff).await?;
    tour.ok(environment, "inmanta.get_pip_config", json!({"version": reserved})).await?;
    tour.ok(environment, "inmanta.get_pip_config", json!({"version": 1})).await?;
    let in_version = json!({"version": reserved, "limit": 5});
    tour.ok(environment, "inmanta.get_resources_in_version", in_version).await?;
    let details = json!({"version": reserved, "rid": id});
    tour.ok(environment, "inmanta.versioned_resource_details", details).await?;
    tour.ok(environment, "inmanta.v1.delete_version", json!({"id": partial})).await?;
    tour.ok(environment, "inmanta.v1.delete_version", json!({"id": reserved})).await?;
    Ok(())
}

/// Releases versions. While a resource is being deployed, its events can be read.
async fn deploying(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let (environment, worker) = (place.environment.http(), place.worker.http());
    let all = || KEYS.map(|key| deploy::thing("agent1", key, "x")).into_iter();
    let (dependency, slow) =
        (deploy::thing("agent1", "dependency", "x"), deploy::thing("agent1", "slow", "slow"));
    let slow = slow.requires("testmod::Thing[agent1,key=dependency]");
    let version = place.exporter.versions().export(deploy::export(all().chain([dependency, slow]))).await?;
    let promote = json!({"version": version, "trigger_method": "push_full_deploy"});
    tour.ok(environment, "inmanta.promote_desired_state_version", promote).await?;
    let id = "testmod::Thing[agent1,key=slow]";
    let deploying = place.environment.resources().get(id).wait_until(|resource| {
        if resource.status == "deploying" {
            saltant_http::WaitStatus::Succeeded
        } else {
            saltant_http::WaitStatus::InProgress(resource.status.to_string())
        }
    });
    deploying.policy(deploy::policy().every(std::time::Duration::from_millis(100))).await?;
    let sid = tour.session(place).await?;
    let arguments = json!({"rvid": format!("{id},v={version}"), "sid": sid});
    tour.ok(worker, "inmanta.get_resource_events", arguments.clone()).await?;
    tour.ok(worker, "inmanta.resource_did_dependency_change", arguments).await?;
    place.environment.wait_until_idle().policy(deploy::policy()).await?;
    let last = place.exporter.versions().export(deploy::export(all())).await?;
    let release = json!({"id": last, "push": true, "agent_trigger_method": "push_full_deploy"});
    let released = tour.ok(environment, "inmanta.v1.release_version", release).await?;
    tour.checks.equal("the version that is released", text(&released, "/version")?, last.to_string());
    let counts = place.environment.wait_until_idle().policy(deploy::policy()).await?;
    tour.checks.equal("the resources of an idle environment", (counts.total, counts.bad()), (10, 0));
    Ok(())
}

async fn compiles(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let environment = place.environment.http();
    let id = environment_id(place);
    let metadata = json!({"message": "ü", "type": "tour"});
    let change = json!({"id": id, "update": false, "metadata": metadata});
    tour.ok(environment, "inmanta.v1.notify_change", change).await?;
    tour.ok(environment, "inmanta.v1.get_compile_queue", json!({})).await?;
    tour.ok(environment, "inmanta.v1.is_compiling", json!({"id": id})).await?;
    tour.ok(environment, "inmanta.v1.notify_change_get", json!({"id": id, "update": false})).await?;
    place.environment.compiles().wait_until_idle().policy(deploy::policy()).await?;
    tour.ok(environment, "inmanta.v1.is_compiling", json!({"id": id})).await?;
    let list = json!({"limit": 2, "filter": {"completed": [true]}});
    let compiles = tour.ok(environment, "inmanta.get_compile_reports", list).await?;
    let id = json!({"id": text(&compiles, "/data/0/id")?});
    tour.ok(environment, "inmanta.v1.get_reports", json!({"limit": 2})).await?;
    tour.ok(environment, "inmanta.v1.get_report", id.clone()).await?;
    tour.ok(environment, "inmanta.compile_details", id.clone()).await?;
    tour.ok(environment, "inmanta.get_compile_data", id).await?;
    let notifications = tour.ok(environment, "inmanta.list_notifications", json!({"limit": 2})).await?;
    let id = text(&notifications, "/data/0/id")?;
    tour.ok(environment, "inmanta.get_notification", json!({"notification_id": id})).await?;
    let read = json!({"notification_id": id, "read": true});
    tour.ok(environment, "inmanta.update_notification", read).await?;
    Ok(())
}
