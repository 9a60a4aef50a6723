//! Systems, roles and credentials.

use serde_json::{Value, json};

use super::stage::{execution, stage, storage};

#[test]
pub(crate) fn secrets_of_systems_are_never_answered() {
    let stage = stage();
    let made = stage.ask("matt", "POST /systems/v2/", &execution("third.matt"));
    assert_eq!(made.status, 201);
    let credential =
        json!({"type": "PASSWORD", "username": "x", "password": "never-shown", "internalUsername": "bob"});
    let posted = stage.ask("matt", "POST /systems/v2/third.matt/credentials", &credential);
    assert_eq!((posted.status, posted.json().get("result")), (201, None));
    let mut said = made.text + &posted.text;
    for path in ["", "/credentials", "/credentials/bob", "/credentials/bob/storage", "/credentials/default"] {
        said += &stage.ask("matt", &format!("GET /systems/v2/third.matt{path}"), &Value::Null).text;
    }
    assert!(said.contains("SSHKEYS") && said.contains("bob") && !said.contains("never-shown"), "{said}");
    let kept = stage.get("matt", "/systems/v2/third.matt/credentials/bob");
    assert_eq!(kept.as_array().unwrap().len(), 2);
    assert_eq!(kept[1]["parentType"], "login");
    stage.good("matt", "DELETE /systems/v2/third.matt/credentials/bob/login", &Value::Null);
    assert_eq!(stage.get("matt", "/systems/v2/third.matt/credentials").as_array().unwrap().len(), 3);
    assert_eq!(
        stage.refused("matt", "GET /systems/v2/third.matt/credentials/bob/login", &Value::Null).0,
        404
    );
    assert_eq!(
        stage.refused("matt", "POST /systems/v2/third.matt/credentials", &json!({"type": "MAGIC"})).0,
        400
    );
}

#[test]
pub(crate) fn roles_open_a_system_to_others() {
    let stage = stage();
    let get = "GET /systems/v2/data.matt";
    assert_eq!(stage.refused("daniel", get, &Value::Null).0, 403);
    assert_eq!(stage.get("daniel", "/systems/v2/"), json!([]));
    for role in ["OWNER", "MAGIC"] {
        let body = json!({"username": "daniel", "role": role});
        assert_eq!(stage.refused("matt", "POST /systems/v2/data.matt/roles", &body).0, 400);
    }
    let granted = stage.ask(
        "matt",
        "POST /systems/v2/data.matt/roles",
        &json!({"username": "daniel", "role": "GUEST"}),
    );
    assert_eq!(granted.status, 201);
    assert_eq!(stage.get("daniel", "/systems/v2/data.matt/roles/daniel")[0]["role"], "GUEST");
    assert_eq!(stage.get("daniel", "/systems/v2/data.matt/roles")[0]["role"], "OWNER");
    assert_eq!(stage.upload("daniel", "system/data.matt/", "x", "y").status, 403);
    stage.good("matt", "POST /systems/v2/data.matt/roles/daniel", &json!({"role": "USER"}));
    assert_eq!(stage.upload("daniel", "system/data.matt/", "x", "y").status, 202);
    let change = storage("data.matt");
    assert_eq!(stage.refused("daniel", "POST /systems/v2/data.matt", &change).0, 403);
    stage.good("matt", "DELETE /systems/v2/data.matt/roles/daniel", &Value::Null);
    assert_eq!(stage.refused("daniel", get, &Value::Null).0, 403);
}

#[test]
pub(crate) fn defaults_are_the_users_own_or_the_public_one() {
    let stage = stage();
    assert_eq!(stage.get("matt", "/systems/v2/?default=true")[0]["id"], "data.matt");
    let (status, message) = stage.refused("daniel", "GET /files/v2/listings/", &Value::Null);
    assert_eq!(status, 404);
    assert!(message.starts_with("No default storage system found."), "{message}");
    let manage = |user: &str, action: &str| {
        stage.ask(user, "PUT /systems/v2/data.matt", &json!({"action": action})).status
    };
    assert_eq!(manage("matt", "SETGLOBALDEFAULT"), 400);
    assert_eq!(manage("matt", "PUBLISH"), 200);
    assert_eq!(manage("daniel", "UNPUBLISH"), 403);
    assert_eq!(manage("matt", "SETGLOBALDEFAULT"), 200);
    assert_eq!(stage.get("daniel", "/files/v2/listings/")[0]["path"], "/home/daniel");
    assert_eq!(manage("matt", "DISABLE"), 200);
    assert_eq!(stage.refused("matt", "GET /files/v2/listings/", &Value::Null).0, 400);
    assert_eq!(manage("matt", "MAGIC"), 400);
}

#[test]
pub(crate) fn registrations_are_checked_and_posting_again_changes() {
    let stage = stage();
    for (field, value) in [
        ("id", json!("../x")),
        ("id", json!("..")),
        ("id", json!("...")),
        ("name", Value::Null),
        ("type", json!("X")),
        ("storage", json!(1)),
    ] {
        let mut body = storage("good.id");
        body[field] = value.clone();
        assert_eq!(stage.refused("matt", "POST /systems/v2/", &body).0, 400, "{field} {value}");
    }
    let mut body = storage("good.id");
    body["storage"]["homeDir"] = json!("../../..");
    assert_eq!(stage.refused("matt", "POST /systems/v2/", &body).0, 400);
    let mut body = execution("good.id2");
    body["queues"] = json!([]);
    assert_eq!(stage.refused("matt", "POST /systems/v2/", &body).0, 400);
    let again = stage.ask("matt", "POST /systems/v2/", &storage("data.matt"));
    assert_eq!((again.status, &again.json()["result"]["revision"]), (200, &json!(2)));
    stage.good("matt", "DELETE /systems/v2/data.matt", &Value::Null);
    assert_eq!(stage.refused("matt", "GET /systems/v2/data.matt", &Value::Null).0, 404);
    // The files of a deleted system stay its owner's.
    assert_eq!(stage.refused("daniel", "POST /systems/v2/", &storage("data.matt")).0, 400);
    assert_eq!(stage.ask("matt", "POST /systems/v2/", &storage("data.matt")).status, 201);
    let clone =
        stage.good("matt", "PUT /systems/v2/here.matt", &json!({"action": "CLONE", "id": "clone.matt"}));
    assert_eq!((&clone["id"], &clone["executionType"]), (&json!("clone.matt"), &json!("CLI")));
    assert_eq!(stage.get("matt", "/systems/v2/?type=EXECUTION&id.like=clone*").as_array().unwrap().len(), 1);
}
