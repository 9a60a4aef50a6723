//! Release 0.15: one quota for each resource, numbers of projects, and applications with calls of their own.

use saltant_dev_server::astakos::{DevServer, Release};
use serde_json::{Value, json};

use crate::stage::{ADA, BOB, World};

fn world() -> World {
    World::new(DevServer::builder().release(Release::V0_15))
}

/// An application for a project.
pub(crate) fn spec() -> Value {
    json!({
        "name": "lab.example.org", "end_date": "2030-01-01T00:00:00+00:00", "join_policy": "auto", "max_members": 5,
        "comments": "please",
        "resources": {"cyclades.vm": {"member_capacity": 3, "project_capacity": null}}
    })
}

fn charge(quantity: i64) -> Value {
    let provision =
        json!({"holder": BOB, "source": "system", "resource": "cyclades.vm", "quantity": quantity});
    json!({"force": false, "auto_accept": false, "name": "", "provisions": [provision]})
}

fn quota(world: &World, usage: i64, limit: i64, pending: i64) {
    let wanted = json!({"usage": usage, "limit": limit, "pending": pending});
    let (status, own) = world.get("bob", "quotas");
    assert_eq!((status, own.as_object().unwrap().len()), (200, 1));
    assert_eq!(own["system"]["cyclades.vm"], wanted);
    let (_, all) = world.get("cyclades", &format!("service_quotas?user={BOB}"));
    assert_eq!(all[BOB]["system"]["cyclades.vm"], wanted);
}

#[test]
fn the_shares_of_projects_add_to_the_one_quota_of_a_user() {
    let world = world();
    quota(&world, 0, 2, 0);
    assert_eq!(world.post("cyclades", "commissions", charge(3)).0, 413);
    let (_, made) = world.post("ada", "projects", spec());
    assert_eq!(made, json!({"id": 1, "application": 1}));
    let (_, own) = world.get("ada", "projects/1");
    assert_eq!((&own["id"], &own["state"], &own["application"]), (&json!(1), &json!("pending"), &json!(1)));
    assert_eq!((&own["applicant"], &own["pending_application"]), (&json!(ADA), &json!(1)));
    assert_eq!((&own["comments"], own.get("last_application")), (&json!("please"), None));
    assert_eq!(world.post("admin", "projects/apps/1/action", json!({"approve": "fine"})), (200, Value::Null));
    assert_eq!(world.get("ada", "projects/1").1["state"], "active");
    // Everybody sees active projects, and less of them.
    let (_, seen) = world.get("bob", "projects");
    assert_eq!((seen.as_array().unwrap().len(), seen[0].get("comments")), (1, None));
    let (_, joined) = world.post("bob", "projects/memberships", json!({"join": {"project": 1}}));
    let id = &joined["id"];
    assert_eq!(world.get("bob", &format!("projects/memberships/{id}")).1["project"], 1);
    assert_eq!(world.get("bob", "projects/memberships").1.as_array().unwrap().len(), 1);
    quota(&world, 0, 5, 0);
    let (status, issued) = world.post("cyclades", "commissions", charge(3));
    assert_eq!(status, 201);
    quota(&world, 3, 5, 3);
    let (_, info) = world.get("cyclades", &format!("commissions/{}", issued["serial"]));
    assert_eq!(info["provisions"][0], charge(3)["provisions"][0]);
    let accept = format!("commissions/{}/action", issued["serial"]);
    assert_eq!(world.post("cyclades", &accept, json!({"accept": ""})).0, 200);
    quota(&world, 3, 5, 0);
    // A suspended project gives nothing, and suspending it again changes nothing.
    for _ in 0..2 {
        assert_eq!(world.post("admin", "projects/1/action", json!({"suspend": "audit"})).0, 200);
    }
    quota(&world, 3, 2, 0);
    let (status, fault) = world.post("cyclades", "commissions", charge(1));
    let data = &fault["overLimit"]["data"];
    assert_eq!((status, &data["limit"], &data["usage"]), (413, &json!(2), &json!(3)));
    assert_eq!((&data["provision"]["holder"], &data["provision"]["source"]), (&json!(BOB), &json!("system")));
    assert_eq!(world.get("cyclades", &format!("service_quotas?user={BOB},{ADA}")).0, 404);
}

#[test]
fn applications_are_listed_changed_and_decided_on_by_their_number() {
    let world = world();
    world.post("ada", "projects", spec());
    // A project that waits can be changed: the first application is replaced.
    let mut changed = spec();
    changed["name"] = json!("better.example.org");
    assert_eq!(world.post("ada", "projects/1", changed), (201, json!({"id": 1, "application": 2})));
    let (_, all) = world.get("ada", "projects/apps");
    let states: Vec<_> = all.as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["replaced", "pending"]);
    assert_eq!(world.get("bob", "projects/apps"), (200, json!([])));
    assert_eq!(world.get("bob", "projects/apps/2").0, 403);
    assert_eq!(world.get("ada", "projects/apps/3").0, 404);
    // The filter of a GET is in its body, or in the query.
    let filtered = |project: i64| world.json("ada", "GET", "projects/apps", json!({"project": project})).1;
    assert_eq!((filtered(1).as_array().unwrap().len(), filtered(2)), (2, json!([])));
    assert_eq!(world.get("ada", "projects/apps?body=%7B%22project%22:2%7D").1, json!([]));
    assert_eq!(world.get("ada", "projects/apps?body=x").0, 400);
    assert_eq!(world.json("ada", "GET", "projects/apps", json!({"project": "x"})).0, 400);
    assert_eq!(world.post("ada", "projects/apps/2/action", json!({"approve": ""})).0, 403);
    assert_eq!(world.post("admin", "projects/apps/1/action", json!({"approve": ""})).0, 409);
    assert_eq!(world.post("admin", "projects/apps/2/action", json!({"deny": "no"})).0, 200);
    assert_eq!(world.get("ada", "projects/1").1["state"], "denied");
    assert_eq!(world.post("ada", "projects/apps/2/action", json!({"dismiss": ""})).0, 200);
    assert_eq!(world.get("ada", "projects/1").1["state"], "dismissed");
    world.post("ada", "projects", spec());
    assert_eq!(world.post("ada", "projects/apps/3/action", json!({"cancel": ""})).0, 200);
    let of_state = |state: &str| {
        world.json("ada", "GET", "projects", json!({"filter": {"state": state, "owner": ADA}})).1
    };
    assert_eq!((&of_state("cancelled")[0]["id"], of_state("active")), (&json!(2), json!([])));
}

#[test]
fn what_is_of_another_release_is_refused() {
    let world = world();
    for path in ["service_project_quotas", "projects/x", "projects/memberships/x"] {
        assert_eq!(world.get("ada", path).0, 400, "{path}");
    }
    assert_eq!(world.post("", "/astakos/identity/v2.0/tokens/", Value::Null).0, 405);
    assert_eq!(world.post("", "/astakos/identity/v2.0/tokens", Value::Null).0, 200);
    world.post("ada", "projects", spec());
    assert_eq!(world.json("ada", "PUT", "projects/1", json!({"description": "d"})).0, 405);
    for (name, wrong) in [("max_members", Value::Null), ("max_members", json!("2K")), ("name", Value::Null)] {
        let mut spec = spec();
        spec[name] = wrong;
        assert_eq!(world.post("ada", "projects", spec).0, 400, "{name}");
    }
    for wrong in [json!("1"), json!(1.5), Value::Null] {
        assert_eq!(world.post("bob", "projects/memberships", json!({"join": {"project": wrong}})).0, 400);
    }
    let tagged = json!({"holder": format!("user:{BOB}"), "source": format!("project:{BOB}"), "resource": "cyclades.vm", "quantity": 1});
    assert_eq!(world.post("cyclades", "commissions", json!({"provisions": [tagged]})).0, 404);
    let twice = json!({"provisions": [charge(1)["provisions"][0], charge(1)["provisions"][0]]});
    assert_eq!(world.post("cyclades", "commissions", twice).0, 500);
}
