//! Prepared answers of an Inmanta server: what a server with one project and two environments says.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use serde_json::{Value, json};

use super::{Running, Started};

const PROJECT: &str = "5a1d3e5c-6c5b-4c0e-9f5e-1f0c5f3a1b01";
const PRODUCTION: &str = "174eb0e7-66c6-4768-9455-9a5c43e3c17c";
const STAGING: &str = "f0711eb7-a69e-4d4a-9c19-df74b53bb7d5";
const COMPILE: &str = "c2e1b9ac-52a5-4a39-8c58-9bb1b8cb6a11";
const DRY_RUN: &str = "0f6f2a52-6b5e-43d1-8f77-1ab8a35ddc25";

/// What has changed since the start.
#[derive(Default)]
struct Server {
    released: bool,
    /// How often the resources were looked at since the release: each time one more is deployed.
    looks: u64,
    /// The metadata of the compile that was requested.
    compile: Value,
}

pub(super) async fn start() -> Started {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let app = Router::new().fallback(handle).with_state(Arc::new(Mutex::new(Server::default())));
    let task = tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(Running::new(task, [("INMANTA_URL", url)]))
}

async fn handle(State(server): State<Arc<Mutex<Server>>>, request: Request) -> Result<String, String> {
    let (head, body) = request.into_parts();
    let body: Bytes = to_bytes(body, 1 << 20).await.map_err(|error| error.to_string())?;
    let query = head.uri.query().unwrap_or_default().to_owned();
    let path: Vec<&str> = head.uri.path().trim_matches('/').split('/').skip(1).collect();
    let mut server = server.lock().map_err(|error| error.to_string())?;
    let answer = answer(&mut server, head.method.as_str(), &path, &query, &body);
    Ok(answer.map(|answer| answer.to_string()).unwrap_or_default())
}

/// The answer; `None` if it is empty.
fn answer(server: &mut Server, method: &str, path: &[&str], query: &str, body: &[u8]) -> Option<Value> {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let environment =
        |id, name| json!({"id": id, "name": name, "project_id": PROJECT, "halted": name == "staging"});
    Some(match (method, path) {
        ("GET", ["v2", "project"]) => json!({"data": [{"id": PROJECT, "name": "web"}]}),
        ("GET", ["v2", "environment"]) => {
            json!({"data": [environment(PRODUCTION, "production"), environment(STAGING, "staging")]})
        }
        ("POST", ["v1", "notify", _]) => {
            server.compile = sent["metadata"].clone();
            json!({})
        }
        ("GET", ["v2", "compilereport"]) => list(&json!([compile(server)])),
        ("GET", ["v2", "compilereport", _]) => json!({"data": compile(server)}),
        ("POST", ["v2", "dryrun", _]) => json!({"data": DRY_RUN}),
        ("GET", ["v2", "dryrun", _, _]) => json!({"data": dry_run()}),
        ("POST", ["v2", "reserve_version"]) => json!({"data": 8}),
        // The server has none of the files that it is asked about.
        ("POST", ["v1", "file"]) => json!({"files": sent["files"]}),
        ("POST", ["v2", "desiredstate", _, "promote"]) => {
            (server.released, server.looks) = (true, 0);
            return None;
        }
        ("GET", ["v2", "desiredstate"]) => {
            let status = if server.released { "active" } else { "candidate" };
            list(&json!([{"version": 7, "date": "2026-11-21T00:39:03Z", "total": 3, "status": status,
                "released": server.released}]))
        }
        ("GET", ["v2", "resource"]) if query.contains("deploy_summary") => {
            server.looks += 1;
            let deployed = server.looks.min(3);
            let mut page = list(&json!([]));
            let by_state = json!({"deployed": deployed, "available": 3 - deployed});
            page["metadata"]["deploy_summary"] = json!({"total": 3, "by_state": by_state});
            page
        }
        ("GET", ["v2", "resource"]) => list(&json!([resource("/etc/motd"), resource("/etc/hosts")])),
        _ => return None,
    })
}

fn list(items: &Value) -> Value {
    let count = items.as_array().map_or(0, Vec::len);
    json!({"data": items, "links": {"self": "/"},
        "metadata": {"total": count, "before": 0, "after": 0, "page_size": 100}})
}

fn compile(server: &Server) -> Value {
    json!({"id": COMPILE, "environment": PRODUCTION, "metadata": server.compile, "version": 7,
        "requested": "2026-11-21T00:40:04Z", "started": "2026-11-21T00:40:05Z",
        "completed": "2026-11-21T00:40:06Z", "success": true, "reports": []})
}

fn resource(path: &str) -> Value {
    let id = format!("std::File[web1,path={path}]");
    json!({"resource_id": id, "resource_version_id": format!("{id},v=7"), "status": "deployed", "requires": [],
        "id_details": {"resource_type": "std::File", "agent": "web1", "attribute": "path",
            "resource_id_value": path}})
}

fn dry_run() -> Value {
    let changed = json!({"from_value": "hello", "to_value": "welcome", "from_value_compare": "hello",
        "to_value_compare": "welcome"});
    json!({"summary": {"id": DRY_RUN, "environment": PRODUCTION, "model": 7, "total": 2, "todo": 0},
    "diff": [
        {"resource_id": "std::File[web1,path=/etc/motd]", "status": "modified",
         "attributes": {"content": changed}},
        {"resource_id": "std::File[web1,path=/etc/hosts]", "status": "unmodified", "attributes": {}},
    ]})
}
