use serde_json::{Value, json};

use crate::http::{Request, send};
use crate::stage::{ADA, commission, pair, world};

#[test]
fn unknown_paths_are_a_400_and_wrong_methods_a_405() {
    let world = world();
    for path in ["nothing", "commissions/x", "projects/memberships/x", "quotas/x", "../../etc", "%2e%2e/x"] {
        let (status, fault) = world.get("ada", path);
        assert_eq!(
            (status, &fault["badRequest"]["message"]),
            (400, &json!("API endpoint not found")),
            "{path}"
        );
    }
    for (method, path, allow) in [
        ("DELETE", "quotas", "GET"),
        ("PUT", "projects", "GET, POST"),
        ("GET", "feedback", "POST"),
        ("PATCH", "projects/x", "GET, PUT"),
    ] {
        let answer = world.ask("ada", method, path, None);
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allow)), "{path}");
        assert_eq!(answer.json()["notAllowed"]["code"], 405);
    }
    let head = world.ask("ada", "HEAD", "quotas", None);
    assert_eq!((head.status, head.text.as_str()), (405, ""));
    let token = world.ask("", "GET", "/astakos/oauth2/token", None);
    assert_eq!((token.status, token.text.as_str(), token.header("allow")), (405, "", Some("POST")));
    assert_eq!(world.ask("", "PUT", "/astakos/ui/get_services", None).status, 200);
}

#[test]
fn bodies_are_json_objects_that_say_so() {
    let world = world();
    let post = |content_type: &str, body: &[u8]| {
        let request = Request::new("POST", "/astakos/account/v1.0/commissions")
            .header("x-auth-token", "token-of-cyclades");
        let request = Request { body: body.to_vec(), ..request.header("content-type", content_type) };
        world.send(&request).status
    };
    let good = commission(json!([])).to_string();
    assert_eq!(post("application/json; charset=utf-8", good.as_bytes()), 201);
    assert_eq!(post("text/plain", good.as_bytes()), 400);
    for body in [&b""[..], b"{", b"[]", b"5", b"null", b"\xff\xfe", b"{\"name\":\"\\ud800\"}"] {
        assert_eq!(post("application/json", body), 400, "{body:?}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(post("application/json", deep.as_bytes()), 400);
}

#[test]
fn every_field_of_every_body_takes_any_json_without_a_crash() {
    let world = world();
    let project = world.project("ada", json!({}));
    let whole = pair(ADA, &project, "cyclades.vm", 1);
    let calls: [(&str, &str, String, Value); 9] = [
        (
            "",
            "POST",
            "/astakos/identity/v2.0/tokens".into(),
            json!({"auth": {"token": {"id": "x"}, "tenantName": "x"}}),
        ),
        (
            "",
            "POST",
            "/astakos/identity/v2.0/tokens".into(),
            json!({"auth": {"passwordCredentials": {"username": "x", "password": "y"}}}),
        ),
        ("ada", "POST", "user_catalogs".into(), json!({"uuids": ["x"], "displaynames": ["y"]})),
        ("cyclades", "POST", "commissions".into(), commission(whole)),
        ("cyclades", "POST", "commissions/action".into(), json!({"accept": [9], "reject": [8]})),
        (
            "ada",
            "POST",
            "projects".into(),
            json!({"name": "z.org", "end_date": "2030-01-01T00:00:00Z", "owner": ADA, "max_members": 3,
            "resources": {"cyclades.vm": {"member_capacity": 1, "project_capacity": 1}}}),
        ),
        (
            "ada",
            "PUT",
            format!("projects/{project}"),
            json!({"private": true, "start_date": "2030-01-01T00:00:00Z", "comments": ""}),
        ),
        (
            "ada",
            "POST",
            format!("projects/{project}/action"),
            json!({"approve": {"app_id": 1, "reason": ""}}),
        ),
        (
            "ada",
            "POST",
            "projects/memberships".into(),
            json!({"enroll": {"project": project, "user": "bob@example.org"}}),
        ),
    ];
    let odd = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1.5e300),
        json!("x"),
        json!(""),
        json!("\u{0}\u{202e}é"),
        json!([]),
        json!([null]),
        json!({}),
        json!({"a": {"b": []}}),
        json!(u64::MAX),
    ];
    let mut asked = 0;
    for (who, method, path, body) in calls {
        for place in places(&body, "") {
            for odd in &odd {
                let mut spoiled = body.clone();
                *spoiled.pointer_mut(&place).unwrap() = odd.clone();
                let (status, answer) = world.json(who, method, &path, spoiled);
                asked += 1;
                assert_ne!(status, 500, "{method} {path} {place} {odd}: {answer}");
            }
        }
    }
    assert!(asked > 400, "{asked}");
    assert_eq!(world.get("ada", "quotas").0, 200, "it still answers");
}

/// The pointers to all values in a body.
fn places(body: &Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match body {
        Value::Object(fields) => fields.iter().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)).collect()
        }
        _ => Vec::new(),
    };
    let mut all: Vec<String> = inner.iter().flat_map(|(at, value)| places(value, at)).collect();
    all.push(at.to_owned());
    all
}

#[test]
fn foreign_hosts_are_refused_and_strangers_send_little() {
    let world = world();
    let request = Request::new("GET", "/astakos/account/v1.0/resources").header("host", "evil.example");
    assert_eq!(world.send(&request).status, 400);
    let request = Request::new("POST", "/astakos/account/v1.0/projects").header("x-auth-token", "x");
    let answer = send(world.0.addr(), &request.json(&"x".repeat(60_000))).unwrap();
    assert_eq!(answer.status, 401);
}

#[test]
fn parallel_commissions_never_go_beyond_the_limit() {
    let world = world();
    let issued: usize = std::thread::scope(|scope| {
        let issue = || {
            let body = commission(pair(ADA, ADA, "cyclades.vm", 1));
            (0..20).filter(|_| world.post("cyclades", "commissions", body.clone()).0 == 201).count()
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(issue)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(issued, 2);
    let accepted: usize = std::thread::scope(|scope| {
        let accept =
            || usize::from(world.post("cyclades", "commissions/1/action", json!({"accept": ""})).0 == 200);
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(accept)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(accepted, 1, "of several resolvers one succeeds");
}
