//! A server with three users, a component's token and a client of OAuth.

use saltant_dev_server::Timestamp;
use saltant_dev_server::astakos::{DevServer, DevServerBuilder, NewUser};
use serde_json::{Value, json};

use crate::http::{Answer, Request, send};

pub(crate) const ADMIN: &str = "00000000-0000-4000-8000-00000000000a";
pub(crate) const ADA: &str = "00000000-0000-4000-8000-00000000000b";
pub(crate) const BOB: &str = "00000000-0000-4000-8000-00000000000c";
pub(crate) const NOBODY: &str = "00000000-0000-4000-8000-00000000000d";

/// The API below the account service, as most paths begin.
pub(crate) const ACCOUNT: &str = "/astakos/account/v1.0";

/// The server and what makes requests to it short. Whoever asks is named by `admin`, `ada`, `bob`, `cyclades` or
/// `pithos`, or is nobody.
pub(crate) struct World(pub(crate) DevServer);

pub(crate) fn world() -> World {
    World::new(DevServer::builder())
}

impl World {
    pub(crate) fn new(builder: DevServerBuilder) -> Self {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let server = builder
            .user(NewUser::new("admin@example.org").uuid(ADMIN).token("token-of-admin"))
            .user(NewUser::new("Ada@Example.org").uuid(ADA).token("token-of-ada").full_name("Ada Lovelace"))
            .user(NewUser::new("bob@example.org").uuid(BOB).token("token-of-bob"))
            .service_token("cyclades", "token-of-cyclades")
            .service_token("pithos", "token-of-pithos")
            .limit("cyclades.vm", 2)
            .oauth_client("portal", "s3cret", "https://portal.example.org/back")
            .fixed_clock(now)
            .seed(1)
            .start_blocking()
            .unwrap();
        Self(server)
    }

    /// Sends a request; a path that is not below `/astakos/` is one of the account service.
    pub(crate) fn ask(&self, who: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let target =
            if path.starts_with("/astakos/") { path.to_owned() } else { format!("{ACCOUNT}/{path}") };
        let mut request = Request::new(method, &target);
        if !who.is_empty() {
            request = request.header("x-auth-token", &format!("token-of-{who}"));
        }
        if let Some(body) = body {
            request = request.json(&body.to_string());
        }
        self.send(&request)
    }

    pub(crate) fn send(&self, request: &Request) -> Answer {
        let answer = send(self.0.addr(), request).unwrap();
        assert_eq!(answer.header("vary"), Some("X-Auth-Token"));
        assert_eq!(answer.header("cache-control"), Some("no-cache, no-store, must-revalidate, max-age=0"));
        assert!(answer.text.is_ascii(), "{}", answer.text);
        answer
    }

    /// Sends a request and gives its status and its JSON, or null if it has no body.
    pub(crate) fn json(&self, who: &str, method: &str, path: &str, body: Value) -> (u16, Value) {
        let body = (body != Value::Null).then_some(body);
        let answer = self.ask(who, method, path, body.as_ref());
        let json = if answer.text.is_empty() { Value::Null } else { answer.json() };
        (answer.status, json)
    }

    pub(crate) fn get(&self, who: &str, path: &str) -> (u16, Value) {
        self.json(who, "GET", path, Value::Null)
    }

    pub(crate) fn post(&self, who: &str, path: &str, body: Value) -> (u16, Value) {
        self.json(who, "POST", path, body)
    }

    /// What a GET that must succeed answers.
    pub(crate) fn read(&self, who: &str, path: &str) -> Value {
        let (status, body) = self.get(who, path);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// Applies for a project, which others can join at once, and approves it. Returns its id.
    pub(crate) fn project(&self, who: &str, spec: impl Into<Value>) -> String {
        let mut whole = json!({"name": "lab.example.org", "end_date": "2030-01-01T00:00:00Z", "join_policy": "auto",
            "resources": {"cyclades.vm": {"member_capacity": 3, "project_capacity": 4}}});
        whole.as_object_mut().unwrap().extend(spec.into().as_object().unwrap().clone());
        let (status, made) = self.post(who, "projects", whole);
        assert_eq!(status, 201, "{made}");
        let id = made["id"].as_str().unwrap().to_owned();
        let approve = json!({"approve": {"app_id": made["application"], "reason": ""}});
        assert_eq!(self.post("admin", &format!("projects/{id}/action"), approve), (200, Value::Null));
        id
    }
}

/// The provisions of a user and a project, as clients pair them.
pub(crate) fn pair(user: &str, project: &str, resource: &str, quantity: i64) -> Value {
    json!([
        {"holder": format!("user:{user}"), "source": format!("project:{project}"), "resource": resource, "quantity": quantity},
        {"holder": format!("project:{project}"), "source": null, "resource": resource, "quantity": quantity},
    ])
}

/// A commission of these provisions.
pub(crate) fn commission(provisions: impl Into<Value>) -> Value {
    let provisions = provisions.into();
    json!({"force": false, "auto_accept": false, "name": "", "provisions": provisions})
}
