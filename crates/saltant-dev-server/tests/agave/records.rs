//! Metadata, schemas, uuids, postits and monitors.

use serde_json::{Value, json};

use super::stage::{Stage, stage};

fn names(stage: &Stage, user: &str, query: &str) -> Vec<String> {
    let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let items = stage.get(user, &format!("/meta/v2/data?q={query}"));
    items.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

fn add(stage: &Stage, user: &str, body: &Value) -> String {
    let made = stage.ask(user, "POST /meta/v2/data", body);
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["result"]["uuid"].as_str().unwrap().to_owned()
}

#[test]
pub(crate) fn metadata_is_found_by_queries_among_what_the_caller_may_read() {
    let stage = stage();
    let system = stage.get("matt", "/systems/v2/data.matt")["uuid"].clone();
    let color = add(
        &stage,
        "matt",
        &json!({"name": "color", "value": {"rgb": [1, 2, 3]}, "associationIds": [system]}),
    );
    add(&stage, "matt", &json!({"name": "size", "value": 7}));
    add(&stage, "daniel", &json!({"name": "daniels", "value": "x"}));
    assert_eq!(names(&stage, "matt", "{}"), ["color", "size", "daniels"]);
    assert_eq!(names(&stage, "matt", r#"{"value": {"$gt": 6}}"#), ["size"]);
    assert_eq!(
        names(&stage, "matt", r#"{"value.rgb": 2, "name": {"$regex": "^COL", "$options": "i"}}"#),
        ["color"]
    );
    let by_association = json!({"associationIds": system}).to_string();
    assert_eq!(names(&stage, "matt", &by_association), ["color"]);
    assert_eq!(names(&stage, "daniel", "{}"), ["daniels"]);
    let unprivileged = stage.get("matt", "/meta/v2/data?privileged=false");
    assert_eq!(unprivileged.as_array().unwrap().len(), 2);
    for query in ["nonsense", r#"{"$where":"1"}"#] {
        let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
        assert_eq!(stage.refused("matt", &format!("GET /meta/v2/data?q={query}"), &Value::Null).0, 400);
    }

    let item = format!("/meta/v2/data/{color}");
    let unknown = (404, format!("No metadata item found for user with id {color}"));
    assert_eq!(stage.refused("daniel", &format!("GET {item}"), &Value::Null), unknown);
    let grant =
        stage.ask("matt", &format!("POST {item}/pems"), &json!({"username": "daniel", "permission": "READ"}));
    assert_eq!(
        (grant.status, &grant.json()["result"]["permission"]),
        (200, &json!({"read": true, "write": false}))
    );
    assert_eq!(names(&stage, "daniel", "{}"), ["color", "daniels"]);
    let more = json!({"username": "daniel", "permission": "ALL"});
    assert_eq!(stage.refused("daniel", &format!("POST {item}/pems"), &more).0, 403);
    assert_eq!(stage.get("daniel", &format!("{item}/pems/daniel"))["username"], "daniel");
    assert_eq!(stage.get("daniel", &format!("{item}/pems")).as_array().unwrap().len(), 2);
    stage.good("matt", &format!("DELETE {item}/pems/daniel"), &Value::Null);
    assert_eq!(names(&stage, "daniel", "{}"), ["daniels"]);
    let changed = stage.good("matt", &format!("POST {item}"), &json!({"value": "blue"}));
    assert_eq!(
        (&changed["name"], &changed["value"], &changed["uuid"]),
        (&json!("color"), &json!("blue"), &json!(color))
    );
    stage.good("matt", &format!("DELETE {item}"), &Value::Null);
    assert_eq!(stage.refused("matt", &format!("GET {item}"), &Value::Null), unknown);
    for body in [
        json!({"name": "x"}),
        json!({"value": 1}),
        json!({"name": "x", "value": 1, "associationIds": ["nothing"]}),
        json!([]),
    ] {
        assert_eq!(stage.refused("matt", "POST /meta/v2/data", &body).0, 400, "{body}");
    }
}

#[test]
pub(crate) fn values_conform_to_their_schema() {
    let stage = stage();
    let schema =
        json!({"type": "object", "required": ["color"], "properties": {"color": {"enum": ["red", "blue"]}}});
    let made = stage.ask("matt", "POST /meta/v2/schemas", &schema);
    assert_eq!((made.status, &made.json()["result"]["schema"]), (201, &schema));
    let uuid = made.json()["result"]["uuid"].as_str().unwrap().to_owned();
    let good = json!({"name": "n", "value": {"color": "red"}, "schemaId": uuid});
    let item = add(&stage, "matt", &good);
    let bad = json!({"name": "n", "value": {"color": "green"}, "schemaId": uuid});
    let refused = (400, "Metadata value does not conform to schema.".to_owned());
    assert_eq!(stage.refused("matt", "POST /meta/v2/data", &bad), refused);
    assert_eq!(stage.refused("matt", &format!("POST /meta/v2/data/{item}"), &json!({"value": 1})), refused);
    assert_eq!(stage.refused("daniel", "POST /meta/v2/data", &good).0, 404);
    assert_eq!(stage.refused("matt", "POST /meta/v2/schemas", &json!({"type": "colour"})).0, 400);
    assert_eq!(stage.get("matt", "/meta/v2/schemas").as_array().unwrap().len(), 1);
    stage.good("matt", &format!("POST /meta/v2/schemas/{uuid}"), &json!({}));
    stage.good("matt", "POST /meta/v2/data", &bad);
    stage.good("matt", &format!("DELETE /meta/v2/schemas/{uuid}"), &Value::Null);
    assert_eq!(stage.refused("matt", &format!("GET /meta/v2/schemas/{uuid}"), &Value::Null).0, 404);
}

#[test]
pub(crate) fn uuids_lead_to_what_they_name() {
    let stage = stage();
    let system = stage.get("matt", "/systems/v2/data.matt")["uuid"].as_str().unwrap().to_owned();
    stage.upload("matt", "", "f", "x");
    let file = stage.upload("matt", "", "f", "x").json()["result"]["uuid"].as_str().unwrap().to_owned();
    let item = add(&stage, "matt", &json!({"name": "n", "value": 1}));
    for (uuid, kind) in [(&system, "system"), (&file, "file"), (&item, "metadata")] {
        let found = stage.get("daniel", &format!("/uuid/v2/{uuid}"));
        assert_eq!((&found["uuid"], &found["type"]), (&json!(uuid), &json!(kind)));
    }
    assert_eq!(stage.get("matt", &format!("/uuid/v2/{system}?expand=true"))["id"], "data.matt");
    assert_eq!(stage.refused("daniel", &format!("GET /uuid/v2/{system}?expand=true"), &Value::Null).0, 403);
    assert_eq!(stage.refused("matt", "GET /uuid/v2/1-2-0001-006", &Value::Null).0, 404);
}

#[test]
pub(crate) fn a_postit_opens_its_target_without_login_until_it_is_used_up_or_expired() {
    let stage = stage();
    stage.upload("matt", "", "f", "content");
    let target = format!("{}files/v2/media/system/data.matt/f", stage.server.url());
    let create = |body: &Value| {
        let made = stage.ask("matt", "POST /postits/v2/", body);
        assert_eq!(made.status, 201, "{}", made.text);
        format!("GET /postits/v2/{}", made.json()["result"]["postit"].as_str().unwrap())
    };
    let twice = create(&json!({"url": target, "maxUses": 2}));
    assert_eq!(stage.ask("", &twice, &Value::Null).text, "content");
    assert_eq!(stage.get("matt", "/postits/v2/")[0]["remainingUses"], 1);
    assert_eq!(stage.ask("", &twice, &Value::Null).text, "content");
    assert_eq!(stage.refused("", &twice, &Value::Null).0, 403);
    let short = create(&json!({"url": target, "maxUses": 5, "lifetime": 60}));
    let endless = create(&json!({"url": target, "unlimited": true}));
    stage.server.advance_clock(std::time::Duration::from_secs(60));
    assert_eq!(stage.refused("", &short, &Value::Null).0, 403);
    assert_eq!(stage.ask("", &endless, &Value::Null).text, "content");
    assert_eq!(stage.refused("daniel", &endless.replace("GET", "DELETE"), &Value::Null).0, 404);
    stage.good("matt", &endless.replace("GET", "DELETE"), &Value::Null);
    assert_eq!(stage.refused("", &endless, &Value::Null).0, 404);
    for url in [
        "http://example.org/files/v2/media/f".to_owned(),
        format!("{}postits/v2/x", stage.server.url()),
        format!("{}token", stage.server.url()),
    ] {
        assert_eq!(stage.refused("matt", "POST /postits/v2/", &json!({"url": url})).0, 400, "{url}");
    }
    assert_eq!(stage.ask("", "GET /postits/v2/", &Value::Null).status, 401);
}

#[test]
pub(crate) fn monitors_check_systems_when_asked() {
    let stage = stage();
    let made = stage.ask("matt", "POST /monitors/v2/", &json!({"target": "here.matt", "frequency": 5}));
    assert_eq!(made.status, 201);
    let monitor = format!("/monitors/v2/{}", made.json()["result"]["id"].as_str().unwrap());
    assert_eq!(stage.refused("matt", "POST /monitors/v2/", &json!({"target": "here.matt"})).0, 400);
    assert_eq!(
        stage.refused("matt", "POST /monitors/v2/", &json!({"target": "data.matt", "frequency": 4})).0,
        400
    );
    assert_eq!(stage.refused("daniel", "POST /monitors/v2/", &json!({"target": "data.matt"})).0, 403);
    let check = stage.ask("matt", &format!("POST {monitor}/checks"), &Value::Null);
    assert_eq!((check.status, &check.json()["result"]["result"]), (201, &json!("PASSED")));
    stage.good("matt", "PUT /systems/v2/here.matt", &json!({"action": "DISABLE"}));
    assert_eq!(stage.good("matt", &format!("POST {monitor}/checks"), &Value::Null)["result"], "FAILED");
    let checks = stage.get("matt", &format!("{monitor}/checks"));
    assert_eq!(checks.as_array().unwrap().len(), 4);
    let id = checks[0]["id"].as_str().unwrap();
    assert_eq!(stage.get("matt", &format!("{monitor}/checks/{id}")), checks[0]);
    assert_eq!(stage.get("matt", &monitor)["lastCheck"], checks[0]);
    assert_eq!(stage.good("matt", &format!("POST {monitor}"), &json!({"active": false}))["active"], false);
    stage.good("matt", &format!("DELETE {monitor}"), &Value::Null);
    assert_eq!(stage.get("matt", "/monitors/v2/"), json!([]));
}
