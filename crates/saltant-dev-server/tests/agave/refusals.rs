//! Answers that every service gives: to unknown ids, unreadable bodies, missing credentials; and shapes on request.

use serde_json::{Value, json};

use super::stage::{Stage, stage, storage};
use crate::http::Request;

/// What does not exist, with a body where one is read first.
const UNKNOWN: &[(&str, &str)] = &[
    ("GET DELETE", "actors/v2/nope"),
    ("GET POST", "actors/v2/nope/messages"),
    ("GET POST", "actors/v2/nope/state"),
    ("GET POST", "actors/v2/nope/permissions"),
    ("GET POST", "actors/v2/nope/workers"),
    ("GET DELETE", "actors/v2/nope/workers/x"),
    ("GET POST", "actors/v2/nope/nonces"),
    ("GET DELETE", "actors/v2/nope/nonces/x"),
    ("GET", "actors/v2/nope/executions"),
    ("GET", "actors/v2/nope/executions/x"),
    ("GET", "actors/v2/nope/executions/x/results"),
    ("GET", "actors/v2/nope/executions/x/logs"),
    ("PUT", "actors/v2/nope"),
    ("GET DELETE PUT", "apps/v2/nope-1"),
    ("GET POST DELETE", "apps/v2/nope-1/pems"),
    ("GET POST DELETE", "apps/v2/nope-1/pems/daniel"),
    ("GET DELETE PUT", "files/v2/media/nope"),
    ("GET DELETE PUT", "files/v2/media/system/data.matt/nope"),
    ("GET", "files/v2/listings/nope"),
    ("GET", "files/v2/listings/system/data.matt/nope"),
    ("GET", "files/v2/history/nope"),
    ("GET", "files/v2/history/system/data.matt/nope"),
    ("POST", "files/v2/pems/nope"),
    ("GET POST DELETE", "files/v2/pems/system/data.matt/nope"),
    ("GET", "files/v2/listings/system/nope/x"),
    ("GET POST DELETE", "jobs/v2/nope"),
    ("GET", "jobs/v2/nope/status"),
    ("GET", "jobs/v2/nope/history"),
    ("GET", "jobs/v2/nope/outputs/listings/x"),
    ("GET", "jobs/v2/nope/outputs/media/x"),
    ("GET POST DELETE", "jobs/v2/nope/pems"),
    ("GET POST DELETE", "jobs/v2/nope/pems/daniel"),
    ("POST", "jobs/v2/"),
    ("GET POST DELETE", "meta/v2/data/nope"),
    ("GET POST DELETE", "meta/v2/data/nope/pems"),
    ("GET POST DELETE", "meta/v2/data/nope/pems/daniel"),
    ("GET POST DELETE", "meta/v2/schemas/nope"),
    ("GET POST DELETE", "meta/v2/schemas/nope/pems"),
    ("GET POST DELETE", "meta/v2/schemas/nope/pems/daniel"),
    ("POST", "meta/v2/data"),
    ("GET POST DELETE", "notifications/v2/nope"),
    ("GET", "profiles/v2/nope"),
    ("GET DELETE PUT", "systems/v2/nope"),
    ("GET POST DELETE", "systems/v2/nope/roles"),
    ("POST DELETE", "systems/v2/nope/roles/daniel"),
    ("GET POST DELETE", "systems/v2/nope/credentials"),
    ("GET POST DELETE", "systems/v2/nope/credentials/bob"),
    ("GET POST DELETE", "systems/v2/nope/credentials/bob/storage"),
    ("GET POST DELETE", "monitors/v2/nope"),
    ("GET", "uuid/v2/nope"),
];

/// A body that every request can read.
fn any_body() -> Value {
    json!({
        "action": "stop", "path": "x", "image": "x", "user": "x", "level": "READ", "username": "daniel", "role": "USER",
        "permission": "READ", "type": "PASSWORD", "url": "http://localhost/", "associatedUuid": "x", "name": "n", "value": 1,
        "appId": "nope-1", "message": "x", "schemaId": "nope"
    })
}

#[test]
pub(crate) fn what_does_not_exist_is_said_so() {
    let stage = stage();
    for (methods, path) in UNKNOWN {
        for method in methods.split(' ') {
            let body = if method == "POST" || method == "PUT" { any_body() } else { Value::Null };
            let (status, message) = stage.refused("matt", &format!("{method} /{path}"), &body);
            assert_eq!(status, 404, "{method} {path}: {message}");
        }
    }
    let missing = stage.upload("matt", "nope", "x", "y");
    assert_eq!(missing.status, 404);
    assert_eq!(stage.upload("matt", "system/data.matt/nope", "x", "y").status, 404);
}

#[test]
pub(crate) fn bodies_that_cannot_be_read_are_refused() {
    let stage = stage();
    let made = stage.good("matt", "POST /meta/v2/data", &json!({"name": "n", "value": 1}));
    let item = format!("meta/v2/data/{}", made["uuid"].as_str().unwrap());
    let made = stage.good("matt", "POST /meta/v2/schemas", &json!({}));
    let schema = format!("meta/v2/schemas/{}", made["uuid"].as_str().unwrap());
    let made = stage.good(
        "matt",
        "POST /notifications/v2/",
        &json!({"associatedUuid": "x", "url": "http://localhost/"}),
    );
    let notification = format!("notifications/v2/{}", made["id"].as_str().unwrap());
    let made = stage.good("matt", "POST /actors/v2", &json!({"image": "x", "stateless": false}));
    let actor = format!("actors/v2/{}", made["id"].as_str().unwrap());
    stage.upload("matt", "", "f", "x");
    register_app(&stage);
    let made = stage.good("matt", "POST /jobs/v2/", &json!({"appId": "app-1", "name": "n"}));
    let job = format!("jobs/v2/{}", made["id"].as_str().unwrap());
    for request in [
        "POST apps/v2/".to_owned(),
        "PUT apps/v2/app-1".to_owned(),
        "POST apps/v2/app-1/pems/daniel".to_owned(),
        "POST files/v2/media/".to_owned(),
        "POST files/v2/media/system/data.matt/".to_owned(),
        "PUT files/v2/media/".to_owned(),
        "PUT files/v2/media/system/data.matt/f".to_owned(),
        "POST files/v2/pems/f".to_owned(),
        "POST jobs/v2/".to_owned(),
        format!("POST {job}"),
        format!("POST {job}/pems/daniel"),
        "POST meta/v2/data".to_owned(),
        format!("POST {item}/pems"),
        format!("POST {schema}"),
        format!("POST {schema}/pems"),
        format!("POST {schema}/pems/daniel"),
        "POST notifications/v2/".to_owned(),
        format!("POST {notification}"),
        "POST systems/v2/".to_owned(),
        "POST systems/v2/data.matt".to_owned(),
        "PUT systems/v2/data.matt".to_owned(),
        "POST systems/v2/data.matt/roles".to_owned(),
        "POST systems/v2/data.matt/credentials".to_owned(),
        "POST systems/v2/data.matt/credentials/bob".to_owned(),
        "POST systems/v2/data.matt/credentials/bob/storage".to_owned(),
        "POST actors/v2".to_owned(),
        format!("PUT {actor}"),
        format!("POST {actor}/state"),
        format!("POST {actor}/permissions"),
        format!("POST {actor}/workers"),
        format!("POST {actor}/nonces"),
    ] {
        let (method, path) = request.split_once(' ').unwrap();
        // A state is any JSON.
        let odd = if path.ends_with("/state") { "\"\"" } else { "3" };
        for body in ["{", odd, "\u{1}"] {
            let request = Request::new(method, &format!("/{path}"))
                .header("authorization", "Bearer token-of-matt")
                .json(body);
            let answer = stage.send(&request);
            assert_eq!(answer.status, 400, "{method} {path} {body}: {}", answer.text);
            assert_eq!(answer.json()["status"], "error", "{method} {path}");
        }
    }
    for path in [format!("{actor}?x-nonce=wrong"), format!("{actor}/workers/x?x-nonce=wrong")] {
        assert_eq!(stage.refused("", &format!("DELETE /{path}"), &Value::Null).0, 400);
    }
    stage.good("matt", &format!("DELETE /{notification}"), &Value::Null);
}

/// What has permissions, with everything that they have in common.
fn permissions(stage: &Stage, path: &str) {
    let grant = json!({"username": "daniel", "permission": "READ"});
    assert!(stage.ask("matt", &format!("POST /{path}/pems"), &grant).status < 300);
    assert!(stage.ask("matt", &format!("POST /{path}/pems/daniel"), &grant).status < 300);
    assert_eq!(stage.get("matt", &format!("/{path}/pems")).as_array().unwrap().len(), 2);
    assert!(stage.get("matt", &format!("/{path}/pems/daniel")).to_string().contains("daniel"));
    stage.good("matt", &format!("DELETE /{path}/pems/daniel"), &Value::Null);
    stage.good("matt", &format!("DELETE /{path}/pems"), &Value::Null);
    assert_eq!(stage.get("matt", &format!("/{path}/pems")).as_array().unwrap().len(), 1);
}

#[test]
pub(crate) fn permissions_are_listed_granted_and_taken_back_everywhere() {
    let stage = stage();
    let made = stage.good("matt", "POST /meta/v2/data", &json!({"name": "n", "value": 1}));
    permissions(&stage, &format!("meta/v2/data/{}", made["uuid"].as_str().unwrap()));
    let made = stage.good("matt", "POST /meta/v2/schemas", &json!({}));
    let schema = format!("meta/v2/schemas/{}", made["uuid"].as_str().unwrap());
    permissions(&stage, &schema);
    assert_eq!(stage.get("matt", &format!("/{schema}"))["schema"], json!({}));
    register_app(&stage);
    permissions(&stage, "apps/v2/app-1");
    let made = stage.good("matt", "POST /jobs/v2/", &json!({"appId": "app-1", "name": "n"}));
    permissions(&stage, &format!("jobs/v2/{}", made["id"].as_str().unwrap()));
    let grant = json!({"username": "daniel", "permission": "READ"});
    stage.good("matt", "POST /files/v2/pems/app", &grant);
    assert_eq!(stage.get("matt", "/files/v2/pems/app").as_array().unwrap().len(), 2);
    stage.good("matt", "DELETE /files/v2/pems/system/data.matt/app", &Value::Null);
    assert_eq!(stage.get("matt", "/files/v2/pems/app").as_array().unwrap().len(), 1);
    stage.good("matt", "POST /files/v2/pems/app", &json!({"username": "daniel", "permission": "NONE"}));
    let role = json!({"username": "daniel", "role": "USER"});
    stage.good("matt", "POST /systems/v2/data.matt/roles", &role);
    stage.good("matt", "DELETE /systems/v2/data.matt/roles", &Value::Null);
    assert_eq!(stage.get("matt", "/systems/v2/data.matt/roles").as_array().unwrap().len(), 1);
}

#[test]
pub(crate) fn credentials_are_answered_at_every_level() {
    let stage = stage();
    let credential = json!({"type": "PASSWORD", "username": "x"});
    for path in ["credentials", "credentials/bob", "credentials/bob/storage"] {
        let answer = stage.ask("matt", &format!("POST /systems/v2/data.matt/{path}"), &credential);
        assert_eq!(answer.status, 201, "{path}");
        assert!(!stage.get("matt", &format!("/systems/v2/data.matt/{path}")).as_array().unwrap().is_empty());
    }
    for path in ["credentials/bob/storage", "credentials/bob", "credentials"] {
        stage.good("matt", &format!("DELETE /systems/v2/data.matt/{path}"), &Value::Null);
    }
    assert_eq!(stage.get("matt", "/systems/v2/data.matt/credentials").as_array().unwrap().len(), 1);
}

/// The lists of all services.
const LISTS: &[&str] = &[
    "actors/v2",
    "apps/v2/",
    "files/v2/listings/",
    "jobs/v2/",
    "meta/v2/data",
    "meta/v2/schemas",
    "monitors/v2/",
    "notifications/v2/",
    "postits/v2/",
    "profiles/v2",
    "systems/v2/",
];

#[test]
pub(crate) fn answers_are_naked_on_request() {
    let stage = stage();
    for path in LISTS {
        let naked = stage.ask("matt", &format!("GET /{path}?naked=true"), &Value::Null);
        assert_eq!((naked.status, naked.json().is_array()), (200, true), "{path}");
    }
    stage.upload("matt", "", "f", "x");
    let deleted = stage.ask("matt", "DELETE /files/v2/media/f?naked=true", &Value::Null);
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
}

#[test]
pub(crate) fn every_list_is_answered() {
    let stage = stage();
    for path in
        LISTS.iter().chain(&["apps/v2/name/x", "apps/v2/system/x", "apps/v2/tag/x", "apps/v2/ontology/x"])
    {
        assert!(stage.get("matt", &format!("/{path}")).is_array(), "{path}");
    }
    for (path, body) in [("empty.bin", ""), ("data.json", r#"{"a": 1}"#)] {
        stage.upload("matt", "", path, body);
        for place in ["", "system/data.matt/"] {
            let answer = stage.ask("matt", &format!("GET /files/v2/media/{place}{path}"), &Value::Null);
            assert_eq!(answer.text, body);
        }
    }
    stage.good(
        "matt",
        "PUT /files/v2/media/system/data.matt/empty.bin",
        &json!({"action": "rename", "path": "b"}),
    );
    stage.good("matt", "PUT /files/v2/media/b", &json!({"action": "rename", "path": "c"}));
    stage.good("matt", "DELETE /files/v2/media/system/data.matt/c", &Value::Null);
    let clone = json!({"action": "CLONE", "id": "clone.matt"});
    stage.good("matt", "PUT /systems/v2/data.matt", &clone);
    stage.good("matt", "DELETE /systems/v2/clone.matt", &Value::Null);
}

#[test]
pub(crate) fn what_the_caller_may_not_do_is_refused() {
    let stage = stage();
    let app = register_app(&stage);
    let job = stage.good("matt", "POST /jobs/v2/", &json!({"appId": "app-1", "name": "n"}));
    let history = format!("GET /jobs/v2/{}/history", job["id"].as_str().unwrap());
    assert_eq!(stage.refused("daniel", &history, &Value::Null).0, 403);
    assert_eq!(stage.ask("", &history, &Value::Null).status, 401);
    assert_eq!(stage.refused("daniel", "POST /apps/v2/", &app).0, 403);
    assert_eq!(stage.refused("daniel", "POST /systems/v2/", &storage("data.matt")).0, 403);
    let unknown =
        json!({"id": "nope", "name": "n", "type": "STORAGE", "storage": storage("nope")["storage"]});
    assert_eq!(stage.refused("matt", "POST /systems/v2/nope", &unknown).0, 404);
    let mut unknown = app;
    unknown["name"] = json!("nope");
    assert_eq!(stage.refused("matt", "POST /apps/v2/nope-1", &unknown).0, 404);
    // On a public system, everybody reads and has a home of their own.
    for action in ["PUBLISH", "SETGLOBALDEFAULT"] {
        stage.good("matt", "PUT /systems/v2/data.matt", &json!({"action": action}));
    }
    assert_eq!(stage.upload("daniel", "", "own.txt", "x").status, 202);
    assert_eq!(stage.upload("daniel", "/home", "f", "x").status, 403);
    assert_eq!(stage.upload("daniel", "system/data.matt//home", "f", "x").status, 403);
    assert_eq!(
        stage.refused("daniel", "PUT /files/v2/media//home", &json!({"action": "mkdir", "path": "x"})).0,
        403
    );
}

#[test]
pub(crate) fn single_things_are_answered_and_naked_too() {
    let stage = stage();
    register_app(&stage);
    let made = stage.good("matt", "POST /meta/v2/data", &json!({"name": "n", "value": 1}));
    let item = format!("meta/v2/data/{}", made["uuid"].as_str().unwrap());
    let made = stage.good(
        "matt",
        "POST /notifications/v2/",
        &json!({"associatedUuid": "x", "url": "http://localhost/"}),
    );
    let notification = format!("notifications/v2/{}", made["id"].as_str().unwrap());
    let made = stage.good("matt", "POST /actors/v2", &json!({"image": "x"}));
    let actor = format!("actors/v2/{}", made["id"].as_str().unwrap());
    for path in
        [&item, &notification, &actor, "apps/v2/app-1", "profiles/v2/daniel", &format!("{actor}/permissions")]
    {
        let whole = stage.get("matt", &format!("/{path}"));
        let naked = stage.ask("matt", &format!("GET /{path}?naked=true"), &Value::Null).json();
        assert!(whole.is_object() && naked == whole, "{path}: {naked}");
    }
    assert_eq!(stage.get("matt", &format!("/{actor}/nonces")), json!([]));
    assert_eq!(stage.get("matt", "/jobs/v2/owner/matt"), json!([]));
    assert_eq!(stage.get("matt", "/jobs/v2/name/n/owner/matt"), json!([]));
    assert_eq!(stage.good("matt", "POST /systems/v2/data.matt", &storage("data.matt"))["revision"], 2);
    stage.upload("matt", "", "f", "0123");
    assert_eq!(stage.get("matt", "/files/v2/history/f").as_array().unwrap().len(), 4);
    let whole = Request::new("GET", "/files/v2/media/f").header("authorization", "Bearer token-of-matt");
    assert_eq!(stage.send(&whole).text, "0123");
    assert_eq!(stage.send(&whole.header("range", "bytes=1-2")).text, "12");
}

/// Registers the app `app-1`; returns its document.
fn register_app(stage: &Stage) -> Value {
    stage.good("matt", "PUT /files/v2/media/system/data.matt/", &json!({"action": "mkdir", "path": "app"}));
    assert_eq!(stage.upload("matt", "app", "wrapper.sh", "true\n").status, 202);
    let app = json!({
        "name": "app", "version": "1", "executionType": "CLI", "parallelism": "SERIAL", "executionSystem": "here.matt",
        "deploymentSystem": "data.matt", "deploymentPath": "app", "templatePath": "wrapper.sh", "testPath": "wrapper.sh"
    });
    assert_eq!(stage.ask("matt", "POST /apps/v2/", &app).status, 201);
    app
}

#[test]
pub(crate) fn faults_of_the_gateway_come_before_every_service() {
    let stage = stage();
    for path in LISTS {
        let answer = stage.ask("", &format!("GET /{path}"), &Value::Null);
        assert_eq!((answer.status, &answer.json()["fault"]["code"]), (401, &json!(900_902)), "{path}");
    }
    for request in ["POST /jobs/v2/", "POST /files/v2/media/x", "DELETE /systems/v2/x"] {
        assert_eq!(stage.ask("", request, &json!({})).status, 401);
    }
}
