use saltant_dev_server::astakos::DevServer;
use serde_json::{Value, json};

use crate::stage::{ADA, ADMIN, BOB, World, commission, pair, world};

fn spec() -> Value {
    json!({"name": "lab.example.org", "end_date": "2030-01-01T00:00:00Z"})
}

fn act(world: &World, who: &str, project: &str, action: &str, application: &Value) -> u16 {
    let body = json!({action: {"reason": "", "app_id": application}});
    world.post(who, &format!("projects/{project}/action"), body).0
}

/// Applies and gives the project's id and the application's.
fn apply(world: &World, who: &str, spec: Value) -> (String, Value) {
    let (status, made) = world.post(who, "projects", spec);
    assert_eq!(status, 201, "{made}");
    (made["id"].as_str().unwrap().to_owned(), made["application"].clone())
}

fn state(world: &World, project: &str) -> String {
    world.read("admin", &format!("projects/{project}"))["state"].as_str().unwrap().to_owned()
}

#[test]
fn an_application_becomes_a_project_once_it_is_approved() {
    let world = world();
    let (project, application) = apply(&world, "ada", spec());
    let seen = world.read("ada", &format!("projects/{project}"));
    assert_eq!((&seen["state"], &seen["owner"]), (&json!("uninitialized"), &json!(ADA)));
    let applied = &seen["last_application"];
    assert_eq!(
        (&applied["state"], &applied["applicant"], &applied["id"]),
        (&json!("pending"), &json!(ADA), &application)
    );
    assert_eq!(act(&world, "ada", &project, "approve", &application), 403);
    assert_eq!(act(&world, "admin", &project, "approve", &application), 200);
    let seen = world.read("bob", &format!("projects/{project}"));
    let wanted = json!({"id": project, "state": "active", "creation_date": "2026-11-21T12:00:00+00:00",
        "name": "lab.example.org", "owner": ADA, "homepage": "", "description": "",
        "end_date": "2030-01-01T00:00:00+00:00", "join_policy": "moderated", "leave_policy": "auto",
        "max_members": i64::MAX, "private": false, "system_project": false, "resources": {}});
    assert_eq!(seen, wanted, "others do not see the application");
    assert_eq!(act(&world, "admin", &project, "approve", &application), 409);
    assert_eq!(act(&world, "admin", &project, "approve", &json!(99)), 404);
}

#[test]
fn a_system_project_comes_with_the_account() {
    let world = world();
    let seen = world.read("ada", &format!("projects/{ADA}"));
    assert_eq!((&seen["name"], &seen["owner"]), (&json!(format!("system:{ADA}")), &Value::Null));
    assert_eq!(
        (&seen["system_project"], &seen["max_members"], &seen["private"]),
        (&json!(true), &json!(1), &json!(true))
    );
    assert_eq!(seen["resources"]["cyclades.vm"], json!({"member_capacity": 2, "project_capacity": 2}));
    assert_eq!(seen["end_date"], "2126-11-21T12:00:00+00:00");
    assert_eq!(world.get("bob", &format!("projects/{ADA}")).0, 403);
    assert_eq!(act(&world, "admin", ADA, "terminate", &Value::Null), 409);
    assert_eq!(act(&world, "admin", ADA, "suspend", &Value::Null), 200);
    let charge = commission(pair(ADA, ADA, "cyclades.vm", 1));
    assert_eq!(world.post("cyclades", "commissions", charge.clone()).0, 413);
    assert_eq!(act(&world, "admin", ADA, "unsuspend", &Value::Null), 200);
    assert_eq!(world.post("cyclades", "commissions", charge).0, 201);
}

#[test]
fn applications_are_denied_dismissed_and_cancelled() {
    let world = world();
    let (denied, application) = apply(&world, "ada", spec());
    assert_eq!(act(&world, "ada", &denied, "dismiss", &application), 409);
    assert_eq!(act(&world, "admin", &denied, "deny", &application), 200);
    assert_eq!(state(&world, &denied), "uninitialized");
    assert_eq!(act(&world, "bob", &denied, "dismiss", &application), 403);
    assert_eq!(act(&world, "ada", &denied, "dismiss", &application), 200);
    assert_eq!(state(&world, &denied), "deleted");
    let (cancelled, application) = apply(
        &world,
        "ada",
        json!({"name": "a.example.org", "end_date": "2030-01-01T00:00:00Z", "owner": BOB}),
    );
    assert_eq!(act(&world, "bob", &cancelled, "cancel", &application), 403, "the owner did not apply");
    assert_eq!(act(&world, "ada", &cancelled, "cancel", &application), 200);
    assert_eq!(state(&world, &cancelled), "deleted");
}

#[test]
fn a_change_is_applied_for_and_replaces_the_earlier_application() {
    let world = world();
    let project = world.project("ada", json!({"description": "old"}));
    let path = format!("projects/{project}");
    let change = |who: &str, body: Value| world.json(who, "PUT", &path, body);
    assert_eq!(change("bob", json!({})).0, 403);
    let (status, first) = change("ada", json!({"description": "new", "name": null}));
    assert_eq!((status, &first["id"]), (201, &json!(project)));
    let (_, second) = change(
        "ada",
        json!({"max_members": "2K", "resources": {"cyclades.ram": {"member_capacity": 1, "project_capacity": 2}}}),
    );
    assert_eq!(act(&world, "admin", &project, "approve", &first["application"]), 409);
    assert_eq!(world.read("ada", &path)["description"], "old");
    assert_eq!(act(&world, "admin", &project, "suspend", &Value::Null), 200);
    assert_eq!(act(&world, "admin", &project, "approve", &second["application"]), 200);
    let seen = world.read("ada", &path);
    assert_eq!(
        (&seen["state"], &seen["description"], &seen["max_members"]),
        (&json!("active"), &json!("old"), &json!(2048))
    );
    let names: Vec<_> = seen["resources"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["cyclades.ram", "cyclades.vm"]);
    assert_eq!(seen["deactivation_date"], "2026-11-21T12:00:00+00:00", "it is kept");
    assert_eq!(
        world.json("admin", "PUT", &format!("projects/{ADA}"), json!({"name": "x.example.org"})).0,
        409
    );
    assert_eq!(world.json("admin", "PUT", &format!("projects/{ADA}"), json!({"private": false})).0, 201);
    let (waiting, _) =
        apply(&world, "ada", json!({"name": "b.example.org", "end_date": "2030-01-01T00:00:00Z"}));
    assert_eq!(world.json("ada", "PUT", &format!("projects/{waiting}"), json!({})).0, 409);
    assert_eq!(world.json("ada", "PUT", "projects/x", json!({})).0, 404);
}

#[test]
fn administrators_suspend_terminate_and_reinstate() {
    let world = world();
    let project = world.project("ada", json!({}));
    let act = |who: &str, action: &str| act(&world, who, &project, action, &Value::Null);
    assert_eq!(act("ada", "suspend"), 403);
    assert_eq!([act("admin", "unsuspend"), act("admin", "reinstate")], [409; 2]);
    assert_eq!(
        [act("admin", "suspend"), act("admin", "suspend"), act("admin", "unsuspend")],
        [200, 409, 200]
    );
    assert_eq!([act("admin", "terminate"), act("admin", "suspend")], [200, 409]);
    assert_eq!(state(&world, &project), "terminated");
    let other = world.project("bob", json!({}));
    assert_eq!(act("admin", "reinstate"), 409, "its name was taken in between");
    assert_eq!(crate::projects::act(&world, "admin", &other, "terminate", &Value::Null), 200);
    assert_eq!(act("admin", "reinstate"), 200);
    assert_eq!(state(&world, &project), "active");
    let body = |body: Value| world.post("admin", &format!("projects/{project}/action"), body).0;
    let two = json!({"suspend": {}, "terminate": {}});
    assert_eq!(
        [body(json!({})), body(two), body(json!({"suspend": "text"})), body(json!({"approve": {}}))],
        [400; 4]
    );
    assert_eq!(world.post("admin", "projects/x/action", json!({"suspend": {}})).0, 404);
}

#[test]
fn a_name_is_free_until_approval() {
    let world = world();
    world.project("ada", json!({}));
    let (second, application) = apply(&world, "bob", spec());
    assert_eq!(act(&world, "admin", &second, "approve", &application), 409);
    assert_eq!(state(&world, &second), "uninitialized");
}

#[test]
fn wrong_specifications_are_refused() {
    let world = world();
    let refused = |change: Value| {
        let mut body = spec();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let (status, fault) = world.post("ada", "projects", body);
        assert_eq!((status, fault["badRequest"]["code"].as_u64()), (400, Some(400)), "{change}");
    };
    for (key, values) in [
        (
            "name",
            vec![
                Value::Null,
                json!("lab"),
                json!("a b.org"),
                json!(5),
                json!(format!("{}.org", "a.".repeat(40))),
            ],
        ),
        (
            "end_date",
            vec![Value::Null, json!("2020-01-01T00:00:00Z"), json!("2030-01-01"), json!("soon"), json!(5)],
        ),
        ("start_date", vec![json!("2030-01-01T00:00:00")]),
        ("join_policy", vec![json!("open"), Value::Null, json!(1)]),
        ("leave_policy", vec![json!("open"), Value::Null]),
        (
            "max_members",
            vec![json!(-1), json!(1.5), json!("many"), json!(true), json!(9_223_372_036_854_775_808_u64)],
        ),
        ("private", vec![json!("yes"), json!(1)]),
        ("homepage", vec![json!("x".repeat(256)), json!(5)]),
        ("description", vec![json!("x".repeat(4097))]),
        ("comments", vec![json!("x".repeat(4097)), json!([])]),
        ("owner", vec![json!("nobody"), json!(5)]),
        (
            "resources",
            vec![
                json!([]),
                json!({"x.y": {}}),
                json!({"astakos.pending_app": {"member_capacity": 1, "project_capacity": 1}}),
                json!({"cyclades.vm": {"member_capacity": 1}}),
                json!({"cyclades.vm": {"member_capacity": 2, "project_capacity": 1}}),
                json!({"cyclades.vm": {"member_capacity": -1, "project_capacity": 1}}),
                json!({"cyclades.vm": 5}),
            ],
        ),
    ] {
        for value in values {
            refused(json!({key: value}));
        }
    }
    assert_eq!(world.read("ada", "projects").as_array().unwrap().len(), 1, "only her system project");
    for (key, value) in
        [("max_members", json!("inf")), ("max_members", Value::Null), ("homepage", json!("x".repeat(255)))]
    {
        let mut body = spec();
        body[key] = value;
        assert_eq!(world.post("ada", "projects", body).0, 201, "{key}");
    }
}

#[test]
fn pending_applications_are_counted_and_limited() {
    let world = World::new(DevServer::builder().limit("astakos.pending_app", 1));
    let usage = || {
        let quotas = world_quotas(&world);
        quotas[ADA][ADA]["astakos.pending_app"]["usage"].clone()
    };
    let (project, application) = apply(&world, "ada", spec());
    assert_eq!(usage(), 1);
    assert_eq!(world.post("ada", "projects", spec()).0, 409);
    assert_eq!(act(&world, "admin", &project, "approve", &application), 200);
    assert_eq!(usage(), 0);
    for _ in 0..2 {
        assert_eq!(
            world.json("ada", "PUT", &format!("projects/{project}"), json!({})).0,
            201,
            "one replaces the other"
        );
        assert_eq!(usage(), 1);
    }
    assert!(world.read("ada", "quotas")[ADA].get("astakos.pending_app").is_none(), "it is hidden");
    for _ in 0..2 {
        assert_eq!(world.post("admin", "projects", spec()).0, 201, "administrators have no limit");
    }
}

/// The quotas of the resources of Astakos itself, whose token is generated.
fn world_quotas(world: &World) -> Value {
    let token = world.0.service_token("astakos").unwrap();
    let request = crate::http::Request::new("GET", "/astakos/account/v1.0/service_quotas");
    world.send(&request.header("x-auth-token", &token)).json()
}

#[test]
fn lists_have_modes_and_filters() {
    let world = world();
    let open = world.project("ada", json!({}));
    let hidden = world.project("ada", json!({"name": "hidden.example.org", "private": true}));
    let ids = |who: &str, query: &str| -> Vec<String> {
        let list = world.read(who, &format!("projects{query}"));
        list.as_array().unwrap().iter().map(|project| project["id"].as_str().unwrap().to_owned()).collect()
    };
    let (ada, bob) = (ADA.to_owned(), BOB.to_owned());
    assert_eq!(ids("ada", ""), [ada.clone(), open.clone(), hidden.clone()]);
    assert_eq!(ids("bob", ""), std::slice::from_ref(&bob));
    assert_eq!(ids("bob", "?mode=active"), std::slice::from_ref(&open));
    assert_eq!(ids("ada", "?mode=member"), [ada], "an owner is no member");
    assert_eq!(ids("admin", "?mode=related&color=blue").len(), 5);
    assert_eq!(ids("admin", "?mode=member"), [ADMIN.to_owned()]);
    assert_eq!(ids("ada", "?name=hidden.example.org"), std::slice::from_ref(&hidden));
    assert_eq!(ids("admin", &format!("?owner={ADA}&state=active")), [open.clone(), hidden.clone()]);
    assert_eq!(ids("ada", "?state=terminated"), Vec::<String>::new());
    for query in ["?mode=x", "?state=x"] {
        assert_eq!(world.get("ada", &format!("projects{query}")).0, 400);
    }
    assert_eq!(world.get("bob", &format!("projects/{hidden}")).0, 403);
    assert_eq!(world.get("bob", "projects/apps").0, 404);
    assert_eq!(world.json("bob", "POST", "projects/x", json!({})).0, 405);
}
