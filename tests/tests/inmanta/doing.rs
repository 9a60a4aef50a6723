//! Compiles, deployments and exports: what takes several requests.

use std::sync::Mutex;
use std::time::Duration;

use saltant::inmanta::{Client, Export, ExportedResource, HandlerModule, ReleasedResourceState};
use saltant::{ErrorKind, Value, WaitError};
use saltant_http::testing::{Reply, ScriptedTransport};
use serde_json::json;

use super::{ENVIRONMENT, id, page, script};

fn answer(value: impl Into<Value>) -> Reply {
    let value = value.into();
    Reply::json(200, json!({"data": value}).to_string())
}

fn list(items: impl Into<Value>) -> Reply {
    let items = items.into();
    let count = items.as_array().map_or(0, Vec::len);
    let metadata = json!({"total": count, "before": 0, "after": 0, "page_size": 100});
    Reply::json(200, json!({"data": items, "links": {"self": "/"}, "metadata": metadata}).to_string())
}

fn version(status: &str, released: bool) -> Reply {
    list(
        json!([{"version": 7, "date": "2026-11-21T00:39:03Z", "total": 3, "status": status, "released": released}]),
    )
}

fn summary(by_state: impl Into<Value>) -> Reply {
    let by_state = by_state.into();
    let total: u64 = by_state.as_object().unwrap().values().filter_map(Value::as_u64).sum();
    let metadata = json!({"total": 0, "before": 0, "after": 0, "page_size": 1,
        "deploy_summary": {"total": total, "by_state": by_state}});
    Reply::json(200, json!({"data": [], "links": {"self": "/"}, "metadata": metadata}).to_string())
}

#[tokio::test(start_paused = true)]
async fn w10_a_release_is_waited_for_until_the_scheduler_has_taken_it_in_and_nothing_is_to_be_deployed() {
    let (client, transport) = script([
        Reply::json(200, ""),
        // The scheduler still shows the version before.
        version("candidate", true),
        summary(json!({"deployed": 3})),
        version("active", true),
        summary(json!({"deployed": 1, "deploying": 1, "available": 1})),
        version("active", true),
        summary(json!({"deployed": 2, "undefined": 1})),
    ]);
    let environment = client.environment(id());
    let deployment = environment.versions().release_and_wait(7).await.unwrap();
    assert_eq!((deployment.counts.unfinished(), deployment.counts.bad(), deployment.counts.total), (0, 0, 3));
    let requests = transport.requests();
    assert_eq!(requests[0].uri.path(), "/api/v2/desiredstate/7/promote");
    assert_eq!(requests[1].uri.query().unwrap(), "filter.version=ge%3A7&filter.version=le%3A7");
    assert_eq!(requests[2].uri.query().unwrap(), "limit=1&deploy_summary=true");
    assert_eq!(requests.len(), 7);
}

#[tokio::test(start_paused = true)]
async fn w10_a_bad_deployment_names_each_resource_with_its_last_message() {
    let line = json!({"action_id": ENVIRONMENT, "action": "deploy", "timestamp": "2026-11-21T00:39:03Z",
        "level": "ERROR", "msg": "told to fail", "args": [], "kwargs": {}});
    let conflict = r#"{"message": "Request conflicts with the current state of the resource: The version 7 is already released."}"#;
    let failed = json!([{
        "resource_id": "t::T[a,key=x]", "resource_version_id": "t::T[a,key=x],v=7",
        "id_details": {"resource_type": "t::T", "agent": "a", "attribute": "key", "resource_id_value": "x"},
        "requires": [], "status": "failed"
    }]);
    let (client, transport) = script([
        Reply::json(409, conflict),
        version("active", true),
        version("active", true),
        summary(json!({"deployed": 2, "failed": 1})),
        list(failed),
        list(json!([line])),
    ]);
    let environment = client.environment(id());
    let error = environment.versions().release_and_wait(7).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "inmanta.list_desired_state_versions version=7: ended as active with 1 of 3 resources not deployed"
    );
    let last = error.into_last().unwrap();
    assert_eq!((last.counts.bad(), &last.failed[0].status), (1, &ReleasedResourceState::Failed));
    assert_eq!(last.failed[0].message.as_deref(), Some("told to fail"));
    let log = transport.requests().pop().unwrap().uri.to_string();
    assert!(log.ends_with("/logs?limit=1&filter.minimal_log_level=WARNING"), "{log}");
}

#[tokio::test(start_paused = true)]
async fn w10_a_version_that_a_newer_one_has_replaced_or_that_is_not_there_is_not_waited_for() {
    for (status, says) in [
        (version("retired", true), "ended as retired: a newer version was released"),
        (list(json!([])), "ended as missing: there is no such version"),
    ] {
        let (client, _) = script([status, summary(json!({"deployed": 3}))]);
        let environment = client.environment(id());
        let error = environment.versions().wait_until_deployed(7).await.unwrap_err();
        assert_eq!(error.to_string(), format!("inmanta.list_desired_state_versions version=7: {says}"));
    }
    let (client, _) = script([Reply::json(409, r#"{"message": "older"}"#), version("retired", false)]);
    let environment = client.environment(id());
    let error = environment.versions().release_and_wait(7).await.unwrap_err();
    assert!(matches!(error, WaitError::Poll { error, .. } if error.is_conflict()));
}

#[tokio::test(start_paused = true)]
async fn a_version_is_exported_with_the_files_that_the_server_lacks() {
    let source = "a = 1\n";
    let (client, transport) = script([
        answer(json!(4)),
        Reply::json(200, json!({"files": ["3a6aca4dd48d9e3e9d0ed8a3ccbd1bf4a9f1b5d5"]}).to_string()),
        Reply::json(200, ""),
        Reply::json(200, ""),
    ]);
    let environment = client.environment(id());
    let module = HandlerModule::new("web").file("inmanta_plugins.web", source).requirement("httpx");
    let one = ExportedResource::new("web::Site[a,name=x]").attribute("name", "x").set("s");
    let two = ExportedResource::new("web::Site[b,name=y]").attribute("name", "y");
    let two = two.requires("web::Site[a,name=x]").undefined();
    let export = Export::new().resource(one).resource(two).module(module).release();
    assert_eq!(environment.versions().export(export).await.unwrap(), 4.into());
    let requests = transport.requests();
    let paths: Vec<_> = requests.iter().map(|sent| sent.uri.path().to_owned()).collect();
    // The server says that it lacks another file, so nothing is sent again.
    assert_eq!(
        paths,
        ["/api/v2/reserve_version", "/api/v1/file", "/api/v1/version", "/api/v2/desiredstate/4/promote"]
    );
    let body: Value = serde_json::from_slice(&requests[2].body).unwrap();
    assert_eq!(body["version"], 4);
    assert_eq!(
        body["resources"][1],
        json!({"id": "web::Site[b,name=y],v=4", "name": "y", "requires": ["web::Site[a,name=x],v=4"],
            "purged": false, "purge_on_delete": false, "send_event": true, "receive_events": true,
            "references": [], "mutators": [], "agent": "b"})
    );
    assert_eq!(body["resource_sets"], json!({"web::Site[a,name=x]": "s", "web::Site[b,name=y]": null}));
    assert_eq!(body["resource_state"], json!({"web::Site[b,name=y]": "undefined"}));
    let module = &body["module_version_info"]["web"];
    assert_eq!((&module["for_agents"], &module["requirements"]), (&json!(["a", "b"]), &json!(["httpx"])));
    let files: Value = serde_json::from_slice(&requests[1].body).unwrap();
    assert_eq!(files["files"], json!([module["files_in_module"][0]["hash_value"]]));
}

#[tokio::test(start_paused = true)]
async fn a_file_is_stored_under_the_hash_of_its_content() {
    let (client, transport) = script([Reply::json(200, "")]);
    // The pair was recorded on a real server.
    let id = client.files().store("line one\nline two\n").await.unwrap();
    assert_eq!(id.as_str(), "97059669371ed42a72435dc0266a432db4348ccc");
    let sent = &transport.requests()[0];
    assert_eq!(sent.uri.path(), "/api/v1/file/97059669371ed42a72435dc0266a432db4348ccc");
    assert_eq!(sent.body, r#"{"content":"bGluZSBvbmUKbGluZSB0d28K"}"#);
}

#[tokio::test(start_paused = true)]
async fn an_export_of_something_that_is_no_resource_sends_nothing() {
    let (client, transport) = script([]);
    let environment = client.environment(id());
    for wrong in ["x", "t::T[a]", "t::T[,k=v]"] {
        let export = Export::new().resource(ExportedResource::new(wrong));
        let error = environment.versions().export(export).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
    }
    assert!(transport.requests().is_empty());
}

fn compile(metadata: &Value, more: &Value) -> Value {
    let mut compile = json!({"id": ENVIRONMENT, "environment": ENVIRONMENT, "metadata": metadata});
    compile.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    compile
}

#[tokio::test(start_paused = true)]
async fn w11_a_recompile_that_the_environment_does_not_allow_says_why() {
    let warned = r#"{"metadata": {"warnings": ["Skipping compile because server compile not enabled."]}}"#;
    let (client, transport) =
        script([Reply::json(200, warned), list(json!([compile(&json!({}), &json!({}))]))]);
    let environment = client.environment(id());
    let error = environment.recompile_and_wait().update(true).message("m").await.unwrap_err();
    let error = saltant::Error::from(error).to_string();
    assert_eq!(error, "Skipping compile because server compile not enabled.");
    let sent: Value = serde_json::from_slice(&transport.requests()[0].body).unwrap();
    assert_eq!((&sent["update"], &sent["metadata"]["message"]), (&json!(true), &json!("m")));
    assert_eq!(sent["metadata"]["request"].as_str().unwrap().len(), 36);
}

#[tokio::test(start_paused = true)]
async fn w11_a_failed_compile_says_which_step_failed_and_why() {
    let ended = json!({"completed": "2026-11-21T00:40:06Z", "success": false, "reports": [
        {"id": ENVIRONMENT, "started": "2026-11-21T00:40:05Z", "name": "Init", "returncode": 0},
        {"id": ENVIRONMENT, "started": "2026-11-21T00:40:05Z", "name": "Updating modules", "returncode": 1,
         "errstream": "Traceback\nno such package: x\n\n"},
    ]});
    let (client, _) = script([answer(compile(&json!({}), &ended))]);
    let environment = client.environment(id());
    let error = environment.compiles().wait_until_successful(id().get()).await.unwrap_err();
    let says = "ended as failed in the step “Updating modules”: no such package: x";
    assert_eq!(error.to_string(), format!("inmanta.compile_details id={ENVIRONMENT}: {says}"));
}

#[tokio::test(start_paused = true)]
async fn w11_a_recompile_gives_the_compile_of_this_request() {
    let mark = Mutex::new(Value::Null);
    let transport = ScriptedTransport::answering(move |request| {
        let mut mark = mark.lock().unwrap();
        match request.uri.path() {
            "/api/v2/compilereport" => {
                let other = compile(&json!({"request": "other"}), &json!({}));
                let mut own = compile(&json!({"request": *mark}), &json!({}));
                own["id"] = OWN.into();
                list(json!([other, own]))
            }
            path if path.ends_with(OWN) => {
                let steps =
                    json!([{"id": OWN, "started": "2026-11-21T00:40:05Z", "name": "Init", "returncode": 0}]);
                let ended = json!({"id": OWN, "completed": "2026-11-21T00:40:06Z", "success": true, "version": 9,
                    "reports": steps});
                answer(compile(&json!({"request": *mark}), &ended))
            }
            _ => {
                let sent: Value = serde_json::from_slice(&request.body).unwrap();
                *mark = sent["metadata"]["request"].clone();
                Reply::json(200, "{}")
            }
        }
    });
    let client = Client::builder("http://localhost:8888").transport(transport).build().unwrap();
    let environment = client.environment(id());
    let compile = environment.recompile_and_wait().await.unwrap();
    assert_eq!(
        (compile.id.to_string().as_str(), compile.version.map(saltant::inmanta::ModelVersion::get)),
        (OWN, Some(9))
    );
    assert_eq!(compile.reports.unwrap()[0].name, "Init");
}

const OWN: &str = "3f6a6a0e-6d0b-4e2c-8f0e-1b9c5a2d7e10";

#[tokio::test(start_paused = true)]
async fn w12_an_environment_is_idle_when_nothing_compiles_and_the_newest_release_is_deployed() {
    let (compiling, quiet) = (|| Reply::json(200, ""), || Reply::json(204, ""));
    let (client, transport) = script([
        compiling(),
        version("active", true),
        quiet(),
        version("candidate", true),
        summary(json!({"deployed": 3})),
        quiet(),
        version("active", true),
        summary(json!({"deployed": 1, "deploying": 1, "available": 1})),
        quiet(),
        version("active", true),
        summary(json!({"deployed": 2, "failed": 1})),
    ]);
    let environment = client.environment(id());
    let counts = environment.wait_until_idle().await.unwrap();
    assert_eq!((counts.bad(), counts.total, transport.left()), (1, 3, 0));
    assert!(transport.requests()[1].uri.to_string().ends_with("?limit=1&filter.released=true"));

    let (client, _) = script([quiet(), list(json!([]))]);
    assert_eq!(client.environment(id()).wait_until_idle().await.unwrap().total, 0);

    let busy = (0..100).flat_map(|_| [quiet(), version("active", true), summary(json!({"available": 2}))]);
    let (client, _) = script(busy);
    let environment = client.environment(id());
    let error = environment.wait_until_idle().deadline(Duration::from_secs(9)).await.unwrap_err();
    let says = format!(
        "inmanta.v1.is_compiling id={ENVIRONMENT}: not finished after 9 s; its last state was 2 of 2 resources to be \
         deployed"
    );
    assert_eq!(error.to_string(), says);
}

#[tokio::test(start_paused = true)]
async fn an_environment_is_found_by_its_name_or_refused() {
    let project = |id: &str, name: &str| json!({"id": id, "name": name, "environments": []});
    let (p, q) = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222");
    let environment = |id: &str, project: &str, name: &str| {
        json!({"id": id, "name": name, "project_id": project, "repo_url": "", "repo_branch": "", "settings": {},
            "halted": false})
    };
    let replies = || {
        let all = [environment(ENVIRONMENT, p, "prod"), environment(p, q, "prod"), environment(q, q, "test")];
        [answer(json!([project(p, "web"), project(q, "dns")])), answer(json!(all))]
    };
    for (name, found) in [
        ("web/prod", Ok(ENVIRONMENT)),
        ("test", Ok(q)),
        ("prod", Err("`prod` is the name of several environments: `web/prod`, `dns/prod`")),
        ("nope", Err("there is no environment `nope`")),
    ] {
        let (client, _) = script(replies());
        let id = client.environment_named(name).await.map(|environment| environment.id().to_string());
        assert_eq!(id.map_err(|error| error.to_string()), found.map(str::to_owned).map_err(str::to_owned));
    }
}

#[tokio::test(start_paused = true)]
async fn several_environments_are_worked_in_at_once_and_one_that_fails_does_not_stop_the_others() {
    let missing = Reply::json(404, r#"{"message": "The given environment id does not exist!"}"#);
    let (client, transport) = script([missing, page(&["a", "b", "c"], None)]);
    let other = "f0711eb7-a69e-4d4a-9c19-df74b53bb7d5".parse().unwrap();
    let work = async |environment: saltant::inmanta::EnvironmentClient| {
        environment.resources().list(saltant::inmanta::ListResources::new()).items().all().await
    };
    let done = client.in_environments([id(), other], work).await;
    let found: Vec<_> = done.iter().map(|(id, result)| (*id, result.as_ref().ok().map(Vec::len))).collect();
    assert_eq!(found, [(id(), None), (other, Some(3))]);
    assert_eq!(transport.requests()[1].headers["x-inmanta-tid"], other.to_string());
}
