//! One of each class of answer that the server can give, in the order in which a project lives.

use std::collections::BTreeSet;
use std::path::Path;

use saltant_dev_server::Fault;
use saltant_dev_server::astakos::{DevServer, Release};
use serde_json::{Value, json};

use crate::astakos_class::astakos_class;
use crate::http::Request;
use crate::stage::{ADA, BOB, NOBODY, World, commission, pair};

const TOKENS: &str = "/astakos/identity/v2.0/tokens";

/// Asks, and keeps the class of the answer.
struct Asker {
    world: World,
    classes: BTreeSet<String>,
}

impl Asker {
    fn ask(&mut self, who: &str, method: &str, path: &str, body: Value) -> Value {
        let given = (body != Value::Null).then_some(body);
        let answer = self.world.ask(who, method, path, given.as_ref());
        let json = (!answer.text.is_empty()).then(|| {
            serde_json::from_str(&answer.text).unwrap_or_else(|_| Value::String(answer.text.clone()))
        });
        let whole = if path.starts_with("/astakos") {
            path.to_owned()
        } else {
            format!("/astakos/account/v1.0/{path}")
        };
        self.classes.insert(astakos_class(method, &whole, answer.status, json.as_ref()));
        json.unwrap_or_default()
    }

    fn get(&mut self, who: &str, path: &str) -> Value {
        self.ask(who, "GET", path, Value::Null)
    }

    fn post(&mut self, who: &str, path: &str, body: Value) -> Value {
        self.ask(who, "POST", path, body)
    }
}

#[test]
fn the_table_has_every_class_that_the_server_gives() {
    let world = World::new(DevServer::builder().limit("astakos.pending_app", 1));
    let mut asker = Asker { world, classes: BTreeSet::new() };
    let ask = &mut asker;
    identity(ask);
    quotas(ask);
    let project = project(ask);
    memberships(ask, &project);
    faults(ask, &project);
    asker.world = World::new(DevServer::builder().release(Release::V0_15));
    release_015(&mut asker);
    let mut text = String::from(
        "# The answer classes of Astakos that the test program `astakos` gets; it writes this file with\n\
         # UPDATE_CLASSES=1 and checks it. The rule of the classes is ../support/astakos_class.rs.\n",
    );
    for class in &asker.classes {
        text.extend(["\n[[class]]\nid = ", &toml::Value::String(class.clone()).to_string(), "\n"]);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/astakos/classes.toml");
    if std::env::var_os("UPDATE_CLASSES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} is out of date: run this test with UPDATE_CLASSES=1", path.display());
}

fn identity(ask: &mut Asker) {
    ask.post("ada", TOKENS, Value::Null);
    for auth in [
        json!({"token": {"id": "token-of-ada"}}),
        json!({"token": {"id": "token-of-ada"}, "tenantName": NOBODY}),
        json!({"token": {"id": "x"}}),
    ] {
        ask.post("", TOKENS, json!({"auth": auth}));
    }
    let code = ask.world.0.authorize("ada@example.org", "portal", "").unwrap();
    let form =
        format!("grant_type=authorization_code&code={code}&redirect_uri=https://portal.example.org/back");
    for basic in ["Basic cG9ydGFsOnMzY3JldA==", "Basic x"] {
        let request =
            Request::new("POST", "/astakos/oauth2/token").header("authorization", basic).form(&form);
        let answer = ask.world.send(&request);
        let json = answer.json();
        ask.classes.insert(astakos_class("POST", "/astakos/oauth2/token", answer.status, Some(&json)));
        if let Some(token) = json["access_token"].as_str() {
            ask.get("", &format!("{TOKENS}/{token}"));
        }
    }
    ask.get("", &format!("{TOKENS}/x"));
    ask.get("", "/astakos/ui/get_services");
    for who in ["ada", "x"] {
        ask.get(who, "resources");
        ask.post(who, "user_catalogs", json!({"uuids": [ADA]}));
    }
    ask.post("ada", "user_catalogs", json!({"uuids": 5}));
    for (who, body) in [("cyclades", json!({"uuids": null})), ("cyclades", json!([])), ("x", json!({}))] {
        ask.post(who, "service/user_catalogs", body);
    }
    ask.post("ada", "feedback", json!({}));
    ask.post("x", "feedback", json!({}));
    let request =
        Request::new("POST", "/astakos/account/v1.0/feedback").header("x-auth-token", "token-of-ada");
    let answer = ask.world.send(&request.form("feedback_msg=hi"));
    assert!(answer.text.is_empty());
    ask.classes.insert(astakos_class("POST", "/account/v1.0/feedback", answer.status, None));
}

fn quotas(ask: &mut Asker) {
    let charge = |quantity: i64| commission(pair(ADA, ADA, "cyclades.vm", quantity));
    for body in
        [charge(1), charge(3), charge(-2), commission(pair(ADA, BOB, "cyclades.vm", 1)), json!({}), json!([])]
    {
        ask.post("cyclades", "commissions", body);
    }
    ask.post("ada", "commissions", charge(1));
    for who in ["cyclades", "ada"] {
        for path in [
            "commissions",
            "commissions/1",
            "commissions/9",
            "service_quotas",
            "service_project_quotas",
            "service_quotas?user=x",
            "service_project_quotas?project=x",
        ] {
            ask.get(who, path);
        }
        for body in [json!({}), json!({"accept": ["x"]})] {
            ask.post(who, "commissions/action", body.clone());
            ask.post(who, "commissions/1/action", body);
        }
    }
    ask.post("cyclades", "commissions/9/action", json!({"accept": ""}));
    ask.post("cyclades", "commissions/1/action", json!({}));
    for who in ["ada", "x"] {
        ask.get(who, "quotas");
    }
    ask.ask("ada", "PUT", "quotas", Value::Null);
}

/// Returns the id of an active project of ada's, which bob does not see.
fn project(ask: &mut Asker) -> String {
    let spec = json!({"name": "lab.example.org", "end_date": "2030-01-01T00:00:00Z", "private": true, "join_policy": "auto"});
    let made = ask.post("ada", "projects", spec.clone());
    ask.post("ada", "projects", json!({"name": "lab"}));
    ask.post("x", "projects", spec);
    let id = made["id"].as_str().unwrap().to_owned();
    let (path, action) = (format!("projects/{id}"), format!("projects/{id}/action"));
    ask.ask("ada", "PUT", &path, json!({}));
    let approve = json!({"approve": {"app_id": made["application"]}});
    ask.post("ada", &action, approve.clone());
    ask.post("admin", &action, approve.clone());
    ask.post("admin", &action, approve);
    ask.post("admin", &action, json!({"jump": {}}));
    ask.post("x", &action, json!({}));
    ask.post("admin", "projects/x/action", json!({"suspend": {}}));
    for who in ["ada", "bob", "x"] {
        ask.get(who, &path);
        ask.ask(who, "PUT", &path, json!({}));
    }
    ask.ask("ada", "PUT", &path, json!({"name": "x"}));
    ask.post("ada", "projects", json!({"name": "second.example.org", "end_date": "2030-01-01T00:00:00Z"}));
    ask.ask("ada", "PUT", "projects/x", json!({}));
    for path in ["projects", "projects/x", "projects?mode=x"] {
        ask.get("ada", path);
    }
    ask.get("x", "projects");
    id
}

fn memberships(ask: &mut Asker, project: &str) {
    let join = |project: &str| json!({"join": {"project": project}});
    let joined = ask.post("bob", "projects/memberships", join(project));
    for (who, body) in [("bob", join(project)), ("bob", join("x")), ("bob", json!({})), ("x", json!({}))] {
        ask.post(who, "projects/memberships", body);
    }
    let enroll = json!({"enroll": {"project": project, "user": "ada@example.org"}});
    ask.post("bob", "projects/memberships", enroll.clone());
    ask.post("ada", "projects/memberships", enroll);
    for (who, path) in
        [("bob", "projects/memberships"), ("x", "projects/memberships"), ("bob", "projects/memberships/1")]
    {
        ask.get(who, path);
    }
    let path = format!("projects/memberships/{}", joined["id"]);
    for (who, path) in [("bob", path.as_str()), ("x", &path), ("bob", "projects/memberships/99")] {
        ask.get(who, path);
    }
    let action = format!("{path}/action");
    for (who, action, body) in [
        ("bob", action.as_str(), json!({"leave": ""})),
        ("bob", &action, json!({"leave": ""})),
        ("bob", &action, json!({})),
        ("x", &action, json!({})),
        ("bob", "projects/memberships/1/action", json!({"leave": ""})),
        ("bob", "projects/memberships/99/action", json!({"leave": ""})),
    ] {
        ask.post(who, action, body);
    }
}

/// What a proxy or a broken server sends instead of an answer.
fn faults(ask: &mut Asker, project: &str) {
    let crash = r#"{"internalServerError": {"code": 500, "message": "Unexpected error", "details": ""}}"#;
    let headers = |fault: Fault| {
        fault
            .header("vary", "X-Auth-Token")
            .header("cache-control", "no-cache, no-store, must-revalidate, max-age=0")
    };
    for (method, path) in [
        ("POST", TOKENS.to_owned()),
        ("GET", "quotas".to_owned()),
        ("POST", "commissions".to_owned()),
        ("GET", format!("projects/{project}")),
    ] {
        ask.world.0.inject(headers(Fault::status(500).body("application/json", crash)));
        ask.ask("ada", method, &path, Value::Null);
    }
    for (method, path) in [
        ("GET", "commissions"),
        ("GET", "commissions/1"),
        ("GET", "projects/memberships"),
        ("GET", "projects/memberships/1"),
        ("GET", "projects/apps/1"),
        ("GET", "resources"),
        ("GET", "service_project_quotas"),
        ("GET", "service_quotas"),
        ("GET", "/astakos/identity/v2.0/tokens/x"),
        ("GET", "/astakos/ui/get_services"),
        ("POST", "commissions/1/action"),
        ("POST", "commissions/action"),
        ("POST", "feedback"),
        ("POST", "projects"),
        ("POST", "projects/x/action"),
        ("POST", "projects/memberships"),
        ("POST", "projects/memberships/1/action"),
        ("POST", "service/user_catalogs"),
        ("POST", "user_catalogs"),
    ] {
        ask.world.0.inject(headers(Fault::status(500).body("application/json", crash)));
        ask.ask("ada", method, path, Value::Null);
    }
    for (method, path, status, body) in [
        ("GET", "quotas", 204, ""),
        ("POST", "commissions", 413, "<html>too large</html>"),
        ("POST", "feedback", 502, ""),
        ("POST", "service/user_catalogs", 200, ""),
        ("POST", "service/user_catalogs", 200, "<html>"),
        ("POST", "user_catalogs", 200, ""),
        ("POST", "user_catalogs", 200, "<html>"),
        ("POST", TOKENS, 200, ""),
        ("POST", TOKENS, 200, "<html>"),
        ("POST", TOKENS, 503, r#"{"serviceUnavailable": {"code": 503}}"#),
    ] {
        let fault = Fault::status(status);
        let fault = if body.is_empty() { fault } else { fault.body("text/html", body) };
        ask.world.0.inject(headers(fault));
        ask.ask("ada", method, path, Value::Null);
    }
    for (status, body) in [
        (503, r#"{"serviceUnavailable": {"code": 503}}"#),
        (500, "<html>"),
        (200, "oops"),
        (300, "x"),
        (200, "5"),
    ] {
        ask.world.0.inject(headers(Fault::status(status).body("application/json", body)));
        ask.get("ada", "quotas");
    }
}

/// The calls of release 0.15 that later ones do not have.
fn release_015(ask: &mut Asker) {
    let spec = super::v015::spec();
    let made = ask.post("ada", "projects", spec.clone());
    let application = format!("projects/apps/{}", made["application"]);
    for (who, path) in [
        ("ada", "projects/apps"),
        ("ada", &application),
        ("bob", &application),
        ("ada", "projects/apps/99"),
        ("ada", "projects/x"),
        ("cyclades", "service_project_quotas"),
        ("cyclades", "service_quotas?user=a,b"),
        ("ada", "projects/memberships?body=["),
        ("ada", "projects?body=["),
    ] {
        ask.get(who, path);
    }
    let action = format!("{application}/action");
    for (who, path, body) in [
        ("admin", action.as_str(), json!({"approve": "fine"})),
        ("admin", &action, json!({"approve": "fine"})),
        ("admin", &action, json!({})),
        ("ada", &action, json!({"deny": ""})),
        ("admin", "projects/apps/99/action", json!({"approve": ""})),
        ("ada", "projects/1", spec),
    ] {
        ask.post(who, path, body);
    }
}
