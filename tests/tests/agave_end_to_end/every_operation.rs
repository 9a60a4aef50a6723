//! Every operation of the catalog, by its name, on the dev server: each is answered, and the answer is decoded.

use std::collections::BTreeSet;
use std::time::Duration;

use saltant::agave::{Client, UserPassword};
use saltant_core::catalog;
use serde_json::{Value, json};

use super::OVER_HYPER;
use super::actors::program;
use super::setup::{EXECUTION, STORAGE, builder, server_with};

/// Calls operations by name, and keeps the names.
struct Sweep {
    client: saltant::http::Client,
    called: BTreeSet<&'static str>,
}

impl Sweep {
    /// The answer to an operation of Agave, which has a value at each of these pointers.
    async fn call(&mut self, name: &str, arguments: Value, pointers: &[&str]) -> Value {
        let name = format!("agave.{name}");
        let entry = catalog::find(&name).unwrap_or_else(|| panic!("{name}: there is no such operation"));
        let operation = entry.operation(arguments).unwrap_or_else(|error| panic!("{name}: {error}"));
        self.called.insert(entry.metadata.name);
        let answer = self.client.call(operation).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        for pointer in pointers {
            let found = answer.pointer(pointer);
            assert!(found.is_some_and(|found| !found.is_null()), "{name}: {pointer} of {answer}");
        }
        answer
    }

    /// The same for an operation of which only one value is wanted.
    async fn text(&mut self, name: &str, arguments: Value, pointer: &str) -> String {
        let answer = self.call(name, arguments, &[pointer]).await;
        answer.pointer(pointer).unwrap().as_str().unwrap().to_owned()
    }

    /// Asks again until the value at a pointer is the wanted one.
    async fn until(&mut self, name: &str, arguments: Value, pointer: &str, wanted: &str) {
        let asking = async {
            while self.text(name, arguments.clone(), pointer).await != wanted {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), asking)
            .await
            .unwrap_or_else(|_| panic!("{name}: {wanted}"));
    }

    /// The permissions of something: granted, listed and taken back, with the user's name in the body and in the
    /// address.
    async fn permissions(&mut self, of: &Value, names: [&str; 6]) {
        let [list, update, delete, of_user, update_of_user, delete_of_user] = names;
        let with = |more: Value| {
            let mut arguments = of.clone();
            arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            arguments
        };
        let grant = json!({"username": "daniel", "permission": "READ"});
        self.call(update, with(json!({"body": grant})), &[]).await;
        let granted = self.call(list, of.clone(), &["/0/permission/read"]).await;
        assert!(granted.as_array().unwrap().iter().any(|each| each["username"] == "daniel"), "{granted}");
        let daniel = with(json!({"username": "daniel"}));
        self.call(of_user, daniel.clone(), &[]).await;
        // This one has no `username` that is not in the address.
        let again = with(json!({"username": "daniel", "body": grant}));
        self.call(update_of_user, again, &[]).await;
        let unique = of.get("job_id").map(|id| json!({"unique_name": id, "username": "daniel"}));
        self.call(delete_of_user, unique.unwrap_or(daniel), &[]).await;
        self.call(delete, of.clone(), &[]).await;
    }
}

#[tokio::test]
async fn every_operation_of_the_catalog_is_answered_and_decoded() {
    let (server, client) = server_with(builder().actor_function("program", program)).await;
    let mut sweep = Sweep { client: client.http().clone(), called: BTreeSet::new() };
    systems(&mut sweep).await;
    files(&mut sweep).await;
    apps_and_jobs(&mut sweep).await;
    metadata(&mut sweep).await;
    actors(&mut sweep).await;
    sweep.call("tenants.list", json!({}), &["/0/code", "/0/baseUrl"]).await;
    sweep.call("profiles.list", json!({}), &["/0/username"]).await;
    sweep.call("profiles.get", json!({}), &["/username"]).await;
    sweep.call("profiles.list_by_username", json!({"username": "daniel"}), &["/username"]).await;
    let refresh = server.user("matt").unwrap().refresh_token.clone();
    sweep
        .call("token.refresh", json!({"refresh_token": refresh}), &["/access_token", "/refresh_token"])
        .await;
    let login = json!({"username": "matt", "password": "secret"});
    sweep.call("token.create", login, &["/access_token", "/refresh_token"]).await;
    let user = Client::builder(server.url())
        .over_hyper(OVER_HYPER)
        .credential(UserPassword::new("matt", "secret"))
        .build()
        .unwrap();
    sweep.client = user.http().clone();
    clients(&mut sweep).await;
    let all = catalog::entries().map(|entry| entry.metadata.name).filter(|name| name.starts_with("agave."));
    let missed: Vec<_> = all.filter(|name| !sweep.called.contains(name)).collect();
    assert_eq!(missed, [""; 0], "the dev server has every operation of the client");
}

async fn systems(sweep: &mut Sweep) {
    let storage = json!({
        "protocol": "LOCAL", "host": "localhost", "port": 22, "rootDir": "/", "homeDir": "/", "auth": {"type": "LOCAL"}
    });
    let system = json!({"id": "new.example", "name": "New", "type": "STORAGE", "storage": storage});
    let this = || json!({"system_id": "new.example"});
    sweep.call("systems.add", json!({"body": system}), &["/id", "/uuid"]).await;
    sweep.call("systems.list", json!({}), &["/0/id"]).await;
    sweep.call("systems.get", this(), &["/id", "/storage/protocol"]).await;
    sweep.call("systems.update", json!({"system_id": "new.example", "body": system}), &["/id"]).await;
    sweep.call("systems.manage", json!({"system_id": "new.example", "action": "DISABLE"}), &[]).await;
    sweep.call("systems.manage", json!({"system_id": "new.example", "action": "ENABLE"}), &[]).await;
    let role = json!({"username": "daniel", "role": "USER"});
    let of_user = json!({"system_id": "new.example", "username": "daniel"});
    sweep.call("systems.update_role", json!({"system_id": "new.example", "body": role}), &[]).await;
    sweep.call("systems.list_roles", this(), &["/0/role", "/0/username"]).await;
    sweep.call("systems.get_role_for_user", of_user.clone(), &["/role"]).await;
    let again = json!({"system_id": "new.example", "username": "daniel", "body": role});
    sweep.call("systems.update_role_for_user", again, &[]).await;
    sweep.call("systems.delete_role_for_user", of_user, &[]).await;
    sweep.call("systems.delete_roles", this(), &[]).await;
    let secret = json!({"type": "PASSWORD", "username": "u", "password": "p"});
    for (suffix, more) in [
        ("", json!({})),
        ("_for_internal_user", json!({"internal_username": "jane"})),
        ("_for_internal_user_by_type", json!({"internal_username": "jane", "credential_type": "storage"})),
    ] {
        let mut place = this();
        place.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let mut update = place.clone();
        update["body"] = secret.clone();
        sweep.call(&format!("systems.update_credentials{suffix}"), update, &[]).await;
        let listed =
            sweep.call(&format!("systems.list_credentials{suffix}"), place.clone(), &["/0/type"]).await;
        assert!(!listed.to_string().contains("\"p\""), "{listed}");
        sweep.call(&format!("systems.delete_credentials{suffix}"), place, &[]).await;
    }
    sweep.call("systems.delete", this(), &[]).await;
}

async fn files(sweep: &mut Sweep) {
    let upload = json!({"name": "f.txt", "content": "content"});
    for (suffix, place) in
        [("", json!({"system_id": STORAGE, "file_path": ""})), ("_on_default_system", json!({}))]
    {
        let is_default = !suffix.is_empty();
        // The name of the path's argument differs, too.
        let at = |key: &str, path: &str, more: Value| {
            let mut arguments = place.clone();
            arguments[if is_default { key } else { "file_path" }] = path.into();
            arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            arguments
        };
        let by_name = |name: &str| match (is_default, name) {
            (false, name) => format!("files.{name}"),
            (true, "import_data") => "files.import_to_default_system".to_owned(),
            (true, "download") => "files.download_from_default_system".to_owned(),
            (true, "delete") => "files.delete_from_default_system".to_owned(),
            (true, name) => format!("files.{name}{suffix}"),
        };
        let source = "sourcefile_path";
        let mkdir = at(source, "", json!({"action": "mkdir", "path": "d"}));
        sweep.call(&by_name("manage"), mkdir, &["/name"]).await;
        let import = at(source, "d", json!({"file_to_upload": upload}));
        sweep.call(&by_name("import_data"), import, &["/status", "/path"]).await;
        sweep.call(&by_name("list"), at("file_path", "d", json!({})), &["/1/name", "/1/length"]).await;
        let bytes = sweep.call(&by_name("download"), at(source, "d/f.txt", json!({})), &[]).await;
        assert_eq!(bytes, "content");
        let history = at("file_path", "d/f.txt", json!({}));
        sweep.call(&by_name("get_history"), history, &["/0/status", "/0/created"]).await;
        let grant = json!({"body": {"username": "daniel", "permission": "READ", "recursive": false}});
        sweep.call(&by_name("update_permissions"), at("file_path", "d/f.txt", grant), &[]).await;
        if !is_default {
            sweep.call("files.delete_permissions", at("", "d/f.txt", json!({})), &[]).await;
        }
        sweep.call(&by_name("delete"), at(source, "d", json!({})), &[]).await;
    }
}

async fn apps_and_jobs(sweep: &mut Sweep) {
    let mkdir = json!({"system_id": STORAGE, "file_path": "", "action": "mkdir", "path": "app"});
    sweep.call("files.manage", mkdir, &[]).await;
    let script = json!({"name": "wrapper.sh", "content": "echo hi"});
    let import = json!({"system_id": STORAGE, "file_path": "app", "file_to_upload": script});
    sweep.call("files.import_data", import, &[]).await;
    let app = json!({
        "name": "app", "version": "1", "executionType": "CLI", "parallelism": "SERIAL", "available": true,
        "executionSystem": EXECUTION, "deploymentSystem": STORAGE, "deploymentPath": "app",
        "templatePath": "wrapper.sh", "testPath": "wrapper.sh", "inputs": [], "parameters": []
    });
    let id = sweep.text("apps.add", json!({"body": app}), "/id").await;
    let this = json!({"app_id": id});
    sweep.call("apps.list", json!({}), &["/0/id", "/0/version"]).await;
    sweep.call("apps.get", this.clone(), &["/id", "/deploymentPath"]).await;
    sweep.call("apps.list_by_name", json!({"name": "app"}), &["/0/id"]).await;
    sweep.call("apps.list_by_system_id", json!({"system_id": EXECUTION}), &["/0/id"]).await;
    let names = [
        "apps.list_permissions",
        "apps.update_application_permissions",
        "apps.delete_permissions",
        "apps.list_permissions_for_user",
        "apps.update_permissions_for_user",
        "apps.delete_permissions_for_user",
    ];
    sweep.permissions(&this, names).await;
    jobs(sweep, &id).await;
    let clone = json!({
        "app_id": id, "action": "clone", "name": "copy", "version": "1", "execution_system": EXECUTION,
        "storage_system": STORAGE, "deployment_path": "copy"
    });
    sweep.call("apps.manage", clone, &["/id"]).await;
    sweep.call("apps.update", json!({"app_id": id, "body": app}), &["/id"]).await;
    sweep.call("apps.delete", this, &[]).await;
}

async fn jobs(sweep: &mut Sweep, app: &str) {
    let request = json!({"appId": app, "name": "a job", "archive": false, "inputs": {}, "parameters": {}});
    let submit = json!({"body": request});
    let job = sweep.text("jobs.submit", submit, "/id").await;
    let this = json!({"job_id": job});
    sweep.until("jobs.get_status", this.clone(), "/status", "FINISHED").await;
    sweep.call("jobs.list", json!({}), &["/0/id", "/0/status"]).await;
    sweep.call("jobs.get", this.clone(), &["/appId", "/submitTime", "/endTime"]).await;
    sweep.call("jobs.get_history", this.clone(), &["/0/status", "/0/created"]).await;
    let found = sweep.call("jobs.search", json!({"attribute": "name", "value": "a job"}), &["/0/id"]).await;
    assert_eq!(found[0]["id"], job);
    sweep.call("jobs.list_outputs", this.clone(), &["/0/name", "/0/path"]).await;
    let output =
        sweep.call("jobs.download_output", json!({"job_id": job, "file_path": "a-job.out"}), &[]).await;
    assert_eq!(output, "hi\n");
    let names = [
        "jobs.list_permissions",
        "jobs.update_permissions",
        "jobs.delete_permissions",
        "jobs.list_permissions_for_user",
        "jobs.update_permissions_for_user",
        "jobs.delete_permissions_for_user",
    ];
    sweep.permissions(&this, names).await;
    let again = sweep.text("jobs.manage", json!({"job_id": job, "action": "resubmit"}), "/id").await;
    assert_ne!(again, job);
    sweep.call("jobs.delete", this, &[]).await;
}

async fn metadata(sweep: &mut Sweep) {
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer"}}});
    let schema_id = sweep.text("meta.add_schema", json!({"body": schema}), "/uuid").await;
    let item = json!({"name": "item", "value": {"n": 1}, "schemaId": schema_id});
    let uuid = sweep.text("meta.add_metadata", json!({"body": item}), "/uuid").await;
    for (word, id, body, value, list) in [
        ("metadata", &uuid, &item, "/value/n", "meta.list_metadata"),
        ("schema", &schema_id, &schema, "/schema", "meta.search_schema"),
    ] {
        let this = json!({"uuid": id});
        sweep.call(list, json!({}), &["/0/uuid", &format!("/0{value}")]).await;
        sweep.call(&format!("meta.get_{word}"), this.clone(), &["/uuid", "/created"]).await;
        sweep.call(&format!("meta.update_{word}"), json!({"uuid": id, "body": body}), &["/uuid"]).await;
        let delete = if word == "metadata" { "permission" } else { "permissions" };
        let names = [
            format!("meta.list_{word}_permissions"),
            format!("meta.update_{word}_permissions"),
            format!("meta.delete_{word}_{delete}"),
            format!("meta.list_{word}_permissions_for_user"),
            format!("meta.update_{word}_permissions_for_user"),
            format!("meta.delete_{word}_permissions_for_user"),
        ];
        sweep.permissions(&this, names.each_ref().map(String::as_str)).await;
    }
    let subscription = json!({"associated_uuid": uuid, "url": "http://127.0.0.1:9/", "persistent": true});
    let id = sweep.text("notifications.add", subscription.clone(), "/uuid").await;
    sweep.call("notifications.list", json!({}), &["/0/url"]).await;
    sweep.call("notifications.get", json!({"uuid": id}), &["/associatedUuid", "/event"]).await;
    let mut update = subscription;
    update["uuid"] = id.as_str().into();
    sweep.call("notifications.update", update, &["/url"]).await;
    sweep.call("notifications.delete", json!({"uuid": id}), &[]).await;
    sweep.call("meta.delete_metadata", json!({"uuid": uuid}), &[]).await;
    sweep.call("meta.delete_schema", json!({"uuid": schema_id}), &[]).await;
}

async fn actors(sweep: &mut Sweep) {
    let actor = json!({"image": "program", "name": "n", "stateless": false});
    let id = sweep.text("actors.add", json!({"body": actor}), "/id").await;
    let this = || json!({"actor_id": id});
    let with = |more: Value| {
        let mut arguments = this();
        arguments.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        arguments
    };
    sweep.until("actors.get", this(), "/status", "READY").await;
    sweep.call("actors.list", json!({}), &["/0/id", "/0/image"]).await;
    let message = with(json!({"body": "hi", "environment": {"N": "5"}}));
    let execution = sweep.text("actors.send_message", message, "/executionId").await;
    let run = with(json!({"execution_id": execution}));
    sweep.until("actors.get_execution", run.clone(), "/status", "COMPLETE").await;
    let logs = sweep.text("actors.get_execution_logs", run.clone(), "/logs").await;
    assert_eq!(logs, "matt str \"hi\"\n");
    assert_eq!(sweep.call("actors.get_one_execution_result", run, &[]).await, "\"hi\"");
    sweep.call("actors.send_binary_message", with(json!({"message": "bytes"})), &["/executionId"]).await;
    let wanted = ["/executions/0/id", "/executions/0/status", "/totalExecutions", "/totalIo"];
    sweep.call("actors.list_executions", this(), &wanted).await;
    sweep.call("actors.get_messages", this(), &["/messages"]).await;
    sweep.call("actors.update_state", with(json!({"body": {"runs": 7}})), &[]).await;
    sweep.call("actors.get_state", this(), &["/state"]).await;
    let grant = with(json!({"user": "daniel", "level": "READ"}));
    sweep.call("actors.update_permissions", grant, &["/daniel"]).await;
    sweep.call("actors.get_permissions", this(), &["/daniel"]).await;
    sweep.call("actors.add_worker", with(json!({"num": 2})), &[]).await;
    let workers = sweep.call("actors.list_workers", this(), &["/1/id"]).await;
    let worker = with(json!({"worker_id": workers[1]["id"]}));
    sweep.call("actors.get_worker", worker.clone(), &["/status"]).await;
    sweep.call("actors.delete_worker", worker, &[]).await;
    let nonce = sweep.call("actors.add_nonce", with(json!({"level": "READ", "max_uses": 3})), &["/id"]).await;
    let nonce = with(json!({"nonce_id": nonce["id"]}));
    sweep.call("actors.list_nonces", this(), &["/0/level"]).await;
    sweep.call("actors.get_nonce", nonce.clone(), &["/level"]).await;
    sweep.call("actors.delete_nonce", nonce, &[]).await;
    sweep.call("actors.update", with(json!({"body": actor})), &["/id"]).await;
    sweep.call("actors.delete", this(), &[]).await;
}

async fn clients(sweep: &mut Sweep) {
    let created = json!({"body": {"clientName": "sweep", "description": "d"}});
    sweep.call("clients.create", created, &["/consumerKey", "/consumerSecret"]).await;
    sweep.call("clients.list", json!({}), &["/0/name"]).await;
    let this = || json!({"client_name": "sweep"});
    sweep.call("clients.get_client_by_name", this(), &["/consumerKey"]).await;
    sweep.call("clients.delete_subscriptions_for_client", this(), &[]).await;
    let all = json!({"client_name": "sweep", "body": {"apiName": "*"}});
    sweep.call("clients.add_subscription_for_client", all, &["/0/apiName"]).await;
    sweep.call("clients.list_subscriptions_for_client", this(), &["/0/apiName"]).await;
    sweep.call("clients.delete", this(), &[]).await;
}
