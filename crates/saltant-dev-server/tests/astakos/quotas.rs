use serde_json::{Value, json};

use crate::stage::{ADA, BOB, NOBODY, World, commission, pair, world};

/// Usage, limit and pending of ada's machines, and the same of the project.
fn machines(world: &World, project: &str) -> Vec<i64> {
    let quotas = world.read("ada", "quotas");
    let quota = &quotas[project]["cyclades.vm"];
    let names = ["usage", "limit", "pending", "project_usage", "project_limit", "project_pending"];
    names.iter().map(|name| quota[name].as_i64().unwrap()).collect()
}

fn issue(world: &World, quantity: i64) -> (u16, Value) {
    world.post("cyclades", "commissions", commission(pair(ADA, ADA, "cyclades.vm", quantity)))
}

#[test]
fn pending_commissions_count_and_are_accepted_or_rejected() {
    let world = world();
    assert_eq!(machines(&world, ADA), [0, 2, 0, 0, 2, 0]);
    assert_eq!(issue(&world, 1), (201, json!({"serial": 1})));
    assert_eq!(issue(&world, 1), (201, json!({"serial": 2})));
    assert_eq!(machines(&world, ADA), [2, 2, 2, 2, 2, 2]);
    assert_eq!(world.read("cyclades", "commissions"), json!([1, 2]));
    assert_eq!(world.read("pithos", "commissions"), json!([]));
    let info = json!({"serial": 1, "issue_time": "2026-11-21T12:00:00+00:00", "name": "",
        "provisions": pair(ADA, ADA, "cyclades.vm", 1)});
    assert_eq!(world.read("cyclades", "commissions/1"), info);
    assert_eq!(world.get("pithos", "commissions/1"), (404, Value::Null));
    assert_eq!(world.post("cyclades", "commissions/1/action", json!({"accept": ""})), (200, Value::Null));
    assert_eq!(world.post("cyclades", "commissions/2/action", json!({"reject": null})), (200, Value::Null));
    assert_eq!(machines(&world, ADA), [1, 2, 0, 1, 2, 0]);
    for serial in [1, 2, 99] {
        let again = world.post("cyclades", &format!("commissions/{serial}/action"), json!({"accept": ""}));
        assert_eq!(again, (404, Value::Null));
    }
    assert_eq!(issue(&world, -1).0, 201);
    assert_eq!(machines(&world, ADA), [1, 2, 1, 1, 2, 1], "a pending release frees nothing");
}

#[test]
fn faults_name_the_provision_and_nothing_is_charged() {
    let world = world();
    let (status, fault) = issue(&world, 3);
    let provision = pair(ADA, ADA, "cyclades.vm", 3)[0].clone();
    let data = json!({"provision": provision, "name": "NoCapacityError", "limit": 2, "usage": 0});
    let wanted = json!({"overLimit": {"message": "There is not enough capacity", "code": 413, "data": data}});
    assert_eq!((status, fault), (413, wanted));
    let (status, fault) = issue(&world, -1);
    assert_eq!((status, &fault["overLimit"]["data"]["name"]), (413, &json!("NoQuantityError")));
    assert_eq!(
        (&fault["overLimit"]["data"]["limit"], &fault["overLimit"]["data"]["usage"]),
        (&json!(0), &json!(0))
    );
    for (user, project, resource) in
        [(NOBODY, NOBODY, "cyclades.vm"), (ADA, BOB, "cyclades.vm"), (ADA, ADA, "x.y")]
    {
        let unknown = commission(pair(user, project, resource, 1));
        let (status, fault) = world.post("cyclades", "commissions", unknown);
        assert_eq!(status, 404);
        let data = json!({"name": "NoHoldingError", "provision": pair(user, project, resource, 1)[0]});
        assert_eq!(fault["itemNotFound"]["data"], data);
    }
    assert_eq!(machines(&world, ADA), [0, 2, 0, 0, 2, 0]);
    assert_eq!(world.read("cyclades", "commissions"), json!([]));
}

#[test]
fn force_and_acceptance_at_once_are_flags_of_the_commission() {
    let world = world();
    let mut body = commission(pair(ADA, ADA, "cyclades.vm", 5));
    body["force"] = true.into();
    body["auto_accept"] = true.into();
    assert_eq!(world.post("cyclades", "commissions", body), (201, json!({"serial": 1})));
    assert_eq!(machines(&world, ADA), [5, 2, 0, 5, 2, 0]);
    assert_eq!(world.get("cyclades", "commissions/1").0, 404);
    assert_eq!(issue(&world, 0).0, 413, "zero is an import as well");
    assert_eq!(world.post("cyclades", "commissions", commission(json!([]))).0, 201);
}

#[test]
fn many_are_resolved_at_once_and_each_failure_is_told() {
    let world = world();
    assert_eq!((issue(&world, 1).0, issue(&world, 1).0), (201, 201));
    let body = json!({"accept": [1, 1, 7, 2], "reject": [2, 8]});
    let (status, done) = world.post("cyclades", "commissions/action", body);
    let unknown = |serial: u64| json!([serial, {"itemNotFound": {"message": format!("serial {serial} does not exist"), "code": 404}}]);
    let both = json!([2, {"badRequest": {"message": "cannot both accept and reject serial 2", "code": 400}}]);
    let wanted = json!({"accepted": [1], "rejected": [], "failed": [unknown(7), unknown(8), both]});
    assert_eq!((status, done), (200, wanted));
    assert_eq!(world.read("cyclades", "commissions"), json!([2]));
    for wrong in
        [json!({"accept": ["1"]}), json!({"accept": null}), json!({"accept": 1}), json!({"accept": [1.5]})]
    {
        assert_eq!(world.post("cyclades", "commissions/action", wrong.clone()).0, 400, "{wrong}");
    }
    let none = json!({"accepted": [], "rejected": [], "failed": []});
    assert_eq!(world.post("cyclades", "commissions/action", json!({})), (200, none));
}

#[test]
fn a_provision_of_a_wrong_form_is_refused_and_one_beyond_64_bits_crashes() {
    let world = world();
    let good = pair(ADA, ADA, "cyclades.vm", 1)[0].clone();
    for (key, value) in [
        ("quantity", json!(1.5)),
        ("quantity", json!("1")),
        ("quantity", Value::Null),
        ("holder", Value::Null),
        ("source", json!(5)),
        ("resource", json!([])),
    ] {
        let mut bad = good.clone();
        bad[key] = value.clone();
        assert_eq!(world.post("cyclades", "commissions", commission(json!([bad]))).0, 400, "{key} {value}");
        let mut missing = good.clone();
        missing.as_object_mut().unwrap().remove(key);
        assert_eq!(world.post("cyclades", "commissions", commission(json!([missing]))).0, 400, "no {key}");
    }
    let mut counted = good.clone();
    counted["quantity"] = true.into();
    assert_eq!(world.post("cyclades", "commissions", commission(json!([counted]))).0, 201);
    let mut large = good;
    large["quantity"] = i64::MAX.into();
    let (status, fault) = world.post("cyclades", "commissions", commission(json!([large, large])));
    assert_eq!((status, fault["internalServerError"]["code"].as_u64()), (500, Some(500)));
    for (key, value) in [
        ("force", json!("x")),
        ("auto_accept", Value::Null),
        ("name", Value::Null),
        ("provisions", json!({})),
    ] {
        let mut bad = commission(json!([]));
        bad[key] = value;
        assert_eq!(world.post("cyclades", "commissions", bad).0, 400, "{key}");
    }
}

#[test]
fn components_see_the_quotas_of_their_own_resources() {
    let world = world();
    let project = world.project("ada", json!({}));
    let (_, joined) = world.post("bob", "projects/memberships", json!({"join": {"project": project}}));
    let leave = format!("projects/memberships/{}/action", joined["id"]);
    let machine = commission(pair(BOB, &project, "cyclades.vm", 1));
    assert_eq!(world.post("cyclades", "commissions", machine).0, 201);
    assert_eq!(world.post("bob", &leave, json!({"leave": ""})).0, 200);
    let quotas = world.read("cyclades", &format!("service_quotas?user={BOB}"));
    let left = &quotas[BOB][&project]["cyclades.vm"];
    assert_eq!((&left["usage"], &left["limit"], &left["project_limit"]), (&json!(1), &json!(0), &json!(4)));
    assert!(world.read("bob", "quotas").get(&project).is_none(), "who left does not see it any more");
    let stored = world.read("pithos", &format!("service_quotas?user={BOB}&project={BOB}"));
    let resources: Vec<_> = stored[BOB][BOB].as_object().unwrap().keys().collect();
    assert_eq!(resources, ["pithos.diskspace"]);
    assert_eq!(world.read("cyclades", "service_quotas").as_object().unwrap().len(), 3);
    let some = world.read("cyclades", &format!("service_quotas?user={NOBODY},{ADA}"));
    assert_eq!(some.as_object().unwrap().len(), 1);
    let (status, fault) = world.get("cyclades", &format!("service_quotas?user={NOBODY}"));
    assert_eq!((status, fault["itemNotFound"]["code"].as_u64()), (404, Some(404)));
    assert_eq!(world.get("cyclades", "service_quotas?project=x"), (200, json!({})));
    let of_project = world.read("cyclades", &format!("service_project_quotas?project={project},x"));
    let figures = json!({"project_usage": 1, "project_limit": 4, "project_pending": 1});
    assert_eq!(of_project[&project]["cyclades.vm"], figures);
    assert_eq!(of_project.as_object().unwrap().len(), 1);
    assert_eq!(world.get("cyclades", "service_project_quotas?project=x").0, 404);
}
