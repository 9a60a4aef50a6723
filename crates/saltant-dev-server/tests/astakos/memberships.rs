use serde_json::{Value, json};

use crate::stage::{ADA, BOB, World, commission, pair, world};

fn join(world: &World, who: &str, project: &str) -> (u16, Value) {
    world.post(who, "projects/memberships", json!({"join": {"project": project}}))
}

fn enroll(world: &World, who: &str, project: &str, email: &str) -> u16 {
    world.post(who, "projects/memberships", json!({"enroll": {"project": project, "user": email}})).0
}

fn act(world: &World, who: &str, id: u64, action: &str) -> u16 {
    world.post(who, &format!("projects/memberships/{id}/action"), json!({action: "because"})).0
}

fn shown(world: &World, who: &str, id: u64) -> Value {
    world.read(who, &format!("projects/memberships/{id}"))
}

fn id((status, joined): (u16, Value)) -> u64 {
    assert_eq!(status, 200, "{joined}");
    joined["id"].as_u64().unwrap()
}

#[test]
fn a_moderated_project_takes_who_is_accepted() {
    let world = world();
    let project = world.project("ada", json!({"join_policy": "moderated", "leave_policy": "moderated"}));
    let bob = id(join(&world, "bob", &project));
    let time = "2026-11-21T12:00:00+00:00";
    let requested = json!({"id": bob, "user": BOB, "project": project, "state": "requested", "requested": time,
        "allowed_actions": ["cancel"]});
    assert_eq!(shown(&world, "bob", bob), requested);
    assert_eq!(shown(&world, "ada", bob)["allowed_actions"], json!(["accept", "reject"]));
    assert_eq!(join(&world, "bob", &project).0, 409);
    assert_eq!([act(&world, "bob", bob, "accept"), act(&world, "bob", bob, "leave")], [403, 409]);
    assert_eq!(act(&world, "ada", bob, "accept"), 200);
    assert!(world.read("bob", "quotas").get(&project).is_some());
    assert_eq!(shown(&world, "bob", bob)["allowed_actions"], json!(["leave"]));
    assert_eq!(act(&world, "bob", bob, "leave"), 200);
    assert_eq!(shown(&world, "bob", bob)["state"], "leave_requested");
    assert!(world.read("bob", "quotas").get(&project).is_some(), "until the owner agrees");
    assert_eq!(act(&world, "bob", bob, "leave"), 200, "again");
    assert_eq!(act(&world, "ada", bob, "remove"), 200);
    let removed = shown(&world, "ada", bob);
    assert_eq!(
        (&removed["state"], &removed["removed"], &removed["accepted"]),
        (&json!("removed"), &json!(time), &json!(time))
    );
    assert_eq!(id(join(&world, "bob", &project)), bob, "the id is kept");
    assert_eq!([act(&world, "ada", bob, "reject"), act(&world, "ada", bob, "reject")], [200, 409]);
    id(join(&world, "bob", &project));
    assert_eq!(act(&world, "bob", bob, "cancel"), 200);
    assert_eq!(shown(&world, "bob", bob)["state"], "cancelled");
}

#[test]
fn an_open_project_takes_everybody_as_long_as_it_has_room() {
    let world = world();
    let project = world.project("ada", json!({"max_members": 1}));
    let ada = id(join(&world, "ada", &project));
    assert_eq!(shown(&world, "ada", ada)["state"], "accepted");
    let bob = id(join(&world, "bob", &project));
    assert_eq!(shown(&world, "bob", bob)["state"], "requested", "it waits for a place");
    assert_eq!(act(&world, "ada", bob, "accept"), 409);
    assert_eq!(enroll(&world, "ada", &project, "bob@example.org"), 409);
    assert_eq!(act(&world, "ada", ada, "leave"), 200);
    assert_eq!(act(&world, "ada", bob, "accept"), 200);
}

#[test]
fn an_owner_enrolls_by_address() {
    let world = world();
    let project = world.project("ada", json!({}));
    assert_eq!(enroll(&world, "bob", &project, "ada@example.org"), 403);
    assert_eq!(enroll(&world, "ada", &project, "BOB@example.org"), 409, "the case counts");
    assert_eq!(enroll(&world, "ada", "x", "bob@example.org"), 409);
    assert_eq!(enroll(&world, "ada", &project, "bob@example.org"), 200);
    assert_eq!(enroll(&world, "ada", &project, "bob@example.org"), 409);
    assert_eq!(join(&world, "bob", &project).0, 409);
}

#[test]
fn closed_and_inactive_projects_take_and_release_nobody() {
    let world = world();
    let project = world.project("ada", json!({"join_policy": "closed", "leave_policy": "closed"}));
    assert_eq!(
        (join(&world, "bob", &project).0, enroll(&world, "ada", &project, "bob@example.org")),
        (409, 409)
    );
    assert_eq!(join(&world, "bob", ADA).0, 409, "a system project is closed");
    let own = world.read("bob", &format!("projects/memberships?project={BOB}"))[0].clone();
    assert_eq!(own["allowed_actions"], json!([]));
    assert_eq!(act(&world, "bob", own["id"].as_u64().unwrap(), "leave"), 409, "nobody leaves it");
    assert_eq!(join(&world, "bob", "x").0, 404);
    let open = world.project("ada", json!({"name": "open.example.org"}));
    let bob = id(join(&world, "bob", &open));
    let suspend =
        |action: &str| world.post("admin", &format!("projects/{open}/action"), json!({action: {}})).0;
    assert_eq!(suspend("terminate"), 200);
    assert_eq!((act(&world, "bob", bob, "leave"), join(&world, "ada", &open).0), (409, 409));
    let quota = world.read("bob", "quotas")[&open]["cyclades.vm"].clone();
    assert_eq!((&quota["limit"], &quota["project_limit"]), (&json!(0), &json!(0)));
}

#[test]
fn a_members_share_is_limited_and_its_use_stays_after_leaving() {
    let world = world();
    let project = world.project("ada", json!({}));
    let (ada, bob) = (id(join(&world, "ada", &project)), id(join(&world, "bob", &project)));
    let charge = |user: &str, quantity: i64| {
        let provisions = commission(pair(user, &project, "cyclades.vm", quantity));
        world.post("cyclades", "commissions", provisions)
    };
    let refused = |user: &str, quantity: i64| {
        let (status, body) = charge(user, quantity);
        let fault = &body["overLimit"]["data"];
        (status, fault["limit"].as_i64(), fault["provision"]["holder"].as_str().map(str::to_owned))
    };
    let accept = |(status, issued): (u16, Value)| {
        assert_eq!(status, 201, "{issued}");
        let path = format!("commissions/{}/action", issued["serial"]);
        assert_eq!(world.post("cyclades", &path, json!({"accept": ""})).0, 200);
    };
    assert_eq!(refused(BOB, 4), (413, Some(3), Some(format!("user:{BOB}"))));
    let of_bob = charge(BOB, 3);
    assert_eq!(refused(ADA, 2), (413, Some(4), Some(format!("project:{project}"))), "the project is full");
    let of_ada = charge(ADA, 1);
    accept(of_bob);
    assert_eq!(act(&world, "bob", bob, "leave"), 200);
    assert_eq!(refused(BOB, 0), (413, Some(0), Some(format!("user:{BOB}"))));
    assert_eq!(charge(BOB, -3).0, 201, "what is left behind can be given back");
    let reassign = json!([
        {"holder": format!("user:{ADA}"), "source": format!("project:{project}"), "resource": "cyclades.vm", "quantity": -1},
        {"holder": format!("project:{project}"), "source": null, "resource": "cyclades.vm", "quantity": -1},
        {"holder": format!("user:{ADA}"), "source": format!("project:{ADA}"), "resource": "cyclades.vm", "quantity": 1},
        {"holder": format!("project:{ADA}"), "source": null, "resource": "cyclades.vm", "quantity": 1},
    ]);
    assert_eq!(
        world.post("cyclades", "commissions", commission(reassign.clone())).0,
        413,
        "nothing is accepted yet"
    );
    accept(of_ada);
    assert_eq!(world.post("cyclades", "commissions", commission(reassign)).0, 201);
    assert!(shown(&world, "ada", ada)["allowed_actions"].as_array().unwrap().contains(&json!("leave")));
}

#[test]
fn memberships_are_seen_by_the_user_the_owner_and_administrators() {
    let world = world();
    let project = world.project("ada", json!({}));
    let bob = id(join(&world, "bob", &project));
    let count = |who: &str, query: &str| {
        world.read(who, &format!("projects/memberships{query}")).as_array().unwrap().len()
    };
    assert_eq!([count("bob", ""), count("ada", ""), count("admin", "")], [2, 2, 4]);
    assert_eq!([count("ada", &format!("?project={project}")), count("ada", "?project=x")], [1, 0]);
    assert_eq!(world.get("bob", "projects/memberships/1").0, 403);
    assert_eq!(world.get("bob", "projects/memberships/99").0, 404);
    assert_eq!(act(&world, "bob", 99, "leave"), 404);
    assert_eq!(shown(&world, "admin", bob)["allowed_actions"], json!(["leave", "remove"]));
    for wrong in [json!({}), json!({"leave": "", "remove": ""}), json!({"jump": ""})] {
        assert_eq!(world.post("bob", &format!("projects/memberships/{bob}/action"), wrong).0, 400);
    }
    for wrong in [
        json!({}),
        json!({"join": "x"}),
        json!({"join": {}}),
        json!({"enroll": {"project": project}}),
        json!({"join": {"project": 5}}),
    ] {
        assert_eq!(world.post("bob", "projects/memberships", wrong.clone()).0, 400, "{wrong}");
    }
}
