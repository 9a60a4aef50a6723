//! Every operation of the catalog, by its name, on the dev servers of both releases: each is answered, and the answer
//! is decoded.

use std::collections::BTreeSet;

use saltant_core::catalog;
use saltant_dev_server::astakos::{DevServer, Release};
use serde_json::{Value, json};

use super::projects::{VM, builder, client_of};

/// The operations that a release does not have, and why.
const ABSENT: [(Release, &str, &str); 7] = [
    (Release::V0_16, "astakos.set_default_project", "since 0.21"),
    (Release::V0_16, "astakos.get_applications", "0.15 only: a later project shows its last application"),
    (Release::V0_16, "astakos.get_application", "0.15 only"),
    (Release::V0_16, "astakos.v015.application_action", "0.15 only"),
    (Release::V0_15, "astakos.set_default_project", "since 0.21"),
    (Release::V0_15, "astakos.application_action", "since 0.16: this release has a call for applications"),
    (Release::V0_15, "astakos.service_get_project_quotas", "since 0.16: projects have no quotas"),
];

/// The operations whose requests only one release understands.
const OTHER_FORM: [(Release, &str, &str); 4] = [
    (Release::V0_16, "astakos.v015.issue_one_commission", "0.15 has one holding of a user"),
    (Release::V0_15, "astakos.issue_one_commission", "since 0.16: a pair of provisions"),
    (Release::V0_15, "astakos.issue_commission_generic", "since 0.16: tagged holders"),
    (Release::V0_15, "astakos.issue_resource_reassignment", "since 0.16: projects as sources"),
];

/// Calls operations by name, and keeps the names.
struct Sweep {
    ada: saltant::http::Client,
    bob: saltant::http::Client,
    called: BTreeSet<&'static str>,
}

#[derive(Clone, Copy)]
enum Who {
    Ada,
    Bob,
}
use Who::{Ada, Bob};

impl Sweep {
    fn new(server: &DevServer) -> Self {
        let client = |email| client_of(server, email).http().clone();
        Self { ada: client("ada@example.org"), bob: client("bob@example.org"), called: BTreeSet::new() }
    }

    async fn try_call(&mut self, who: Who, name: &str, arguments: Value) -> Result<Value, saltant::Error> {
        let name = format!("astakos.{name}");
        let entry = catalog::find(&name).unwrap_or_else(|| panic!("{name}: there is no such operation"));
        let operation = entry.operation(arguments).unwrap_or_else(|error| panic!("{name}: {error}"));
        self.called.insert(entry.metadata.name);
        let client = match who {
            Ada => &self.ada,
            Bob => &self.bob,
        };
        client.call(operation).await
    }

    /// The answer to an operation, which has a value at each of these pointers.
    async fn call(&mut self, who: Who, name: &str, arguments: Value, pointers: &[&str]) -> Value {
        let answer = self.try_call(who, name, arguments).await.unwrap_or_else(|error| panic!("{error}"));
        for pointer in pointers {
            let found = answer.pointer(pointer);
            assert!(found.is_some_and(|found| !found.is_null()), "{name}: {pointer} of {answer}");
        }
        answer
    }

    /// Each other operation is one that this release does not have, for the reason in the table.
    async fn end(mut self, release: Release) {
        let names: Vec<_> = catalog::entries().map(|entry| entry.metadata.name).collect();
        let missed: Vec<_> = names
            .into_iter()
            .filter(|name| name.starts_with("astakos.") && !self.called.contains(name))
            .collect();
        let tables = ABSENT.iter().map(|row| (row, true)).chain(OTHER_FORM.iter().map(|row| (row, false)));
        let mut explained = Vec::new();
        for ((of, name, _), is_absent) in tables.filter(|((of, ..), _)| *of == release) {
            assert_eq!(*of, release);
            explained.push(*name);
            let arguments = sample(name);
            let short = name.strip_prefix("astakos.").unwrap();
            let error = self.try_call(Ada, short, arguments).await.unwrap_err();
            let status = error.status().map(|status| status.as_u16());
            let wanted: &[u16] = if is_absent { &[400, 404, 405] } else { &[404] };
            assert!(status.is_some_and(|status| wanted.contains(&status)), "{name}: {error}");
        }
        explained.sort_unstable();
        let mut missed = missed;
        missed.sort_unstable();
        assert_eq!(missed, explained);
    }
}

/// Arguments with which an operation can be sent.
fn sample(name: &str) -> Value {
    let provisions = json!([{"project": "p", "resource": VM, "quantity": 1}]);
    match name {
        "astakos.get_application" => json!({"app_id": 1}),
        "astakos.application_action" => json!({"project_id": "1", "app_id": 1, "action": "approve"}),
        "astakos.v015.application_action" => json!({"app_id": 1, "action": "approve"}),
        "astakos.set_default_project" => json!({"project_id": "1"}),
        "astakos.v015.issue_one_commission" => {
            json!({"holder": "u", "source": "system", "provisions": [{"resource": VM, "quantity": 1}]})
        }
        "astakos.issue_one_commission" => json!({"holder": "u", "provisions": provisions}),
        "astakos.issue_commission_generic" => json!({
            "user_provisions": [{"user": "u", "project": "p", "resource": VM, "quantity": 1}],
            "project_provisions": []
        }),
        "astakos.issue_resource_reassignment" => json!({
            "holder": "u", "provisions": [{"from": "p", "to": "q", "resource": VM, "quantity": 1}]
        }),
        _ => json!({}),
    }
}

/// What both releases answer in the same way.
async fn common(sweep: &mut Sweep, server: &DevServer) {
    let uuid = |email: &str| server.user(email).unwrap().uuid.clone();
    sweep.call(Ada, "get_endpoints", json!({}), &["/0/name"]).await;
    sweep.call(Ada, "authenticate", json!({}), &["/token/id", "/user/id"]).await;
    sweep.call(Ada, "get_services", json!({}), &["/0/name"]).await;
    sweep.call(Ada, "get_resources", json!({}), &["/cyclades.vm/service"]).await;
    sweep.call(Ada, "send_feedback", json!({"message": "hello"}), &[]).await;
    let ids = json!({"uuids": [uuid("ada@example.org")]});
    let names = json!({"display_names": ["bob@example.org"]});
    for prefix in ["", "service_"] {
        let found = sweep.call(Ada, &format!("{prefix}get_usernames"), ids.clone(), &[]).await;
        assert_eq!(found[uuid("ada@example.org")], "ada@example.org");
        let found = sweep.call(Ada, &format!("{prefix}get_uuids"), names.clone(), &[]).await;
        assert_eq!(found["bob@example.org"], uuid("bob@example.org"));
    }
    let code = server.authorize("ada@example.org", "portal", "https://files.example.org/").unwrap();
    let grant = json!({
        "grant_type": "authorization_code", "client_id": "portal", "client_secret": "s3cret", "code": code,
        "redirect_uri": "https://portal.example.org/back"
    });
    let token = sweep.call(Ada, "get_token", grant, &["/access_token"]).await["access_token"].clone();
    sweep.call(Ada, "validate_token", json!({"token_id": token}), &["/user/id"]).await;
}

/// Joining, enrolling and what is done to a membership.
async fn memberships(sweep: &mut Sweep, project: &Value) {
    let joined =
        sweep.call(Ada, "join_project", json!({"project_id": project}), &["/id"]).await["id"].clone();
    let of_project = json!({"project": project});
    let listed = sweep.call(Bob, "get_memberships", of_project, &["/0/project", "/0/state"]).await;
    assert_eq!(listed[0]["id"], joined);
    sweep.call(Bob, "get_membership", json!({"memb_id": joined}), &["/user", "/accepted"]).await;
    let remove = json!({"memb_id": joined, "action": "remove", "reason": "enough"});
    sweep.call(Bob, "membership_action", remove, &[]).await;
    let enroll = json!({"project_id": project, "email": "bob@example.org"});
    sweep.call(Bob, "enroll_member", enroll, &[]).await;
}

/// A pending commission is found, and those of a list are resolved.
async fn resolve(sweep: &mut Sweep, serials: [&Value; 3]) {
    let [first, second, third] = serials;
    let pending = sweep.call(Ada, "get_pending_commissions", json!({}), &[]).await;
    assert!(pending.as_array().unwrap().contains(first), "{pending}");
    sweep.call(Ada, "get_commission_info", json!({"serial": first}), &["/provisions/0/holder"]).await;
    sweep.call(Ada, "commission_action", json!({"serial": first, "action": "accept"}), &[]).await;
    let both = json!({"accept_serials": [second], "reject_serials": [third]});
    sweep.call(Ada, "resolve_commissions", both, &["/accepted/0", "/rejected/0"]).await;
}

fn spec() -> Value {
    json!({
        "name": "lab.example.org", "end_date": "2030-01-01T00:00:00Z", "join_policy": "auto", "max_members": 5,
        "resources": {VM: {"member_capacity": 3, "project_capacity": 4}}
    })
}

#[tokio::test]
async fn every_operation_is_answered_by_release_016_or_named_with_the_reason() {
    let server = builder().start().await.unwrap();
    let mut sweep = Sweep::new(&server);
    let bob = server.user("bob@example.org").unwrap().uuid.clone();
    common(&mut sweep, &server).await;
    let applied = sweep.call(Bob, "create_project", json!({"specs": spec()}), &["/id", "/application"]).await;
    let project = applied["id"].clone();
    let approve = json!({"project_id": project, "app_id": applied["application"], "action": "approve"});
    sweep.call(Ada, "application_action", approve, &[]).await;
    sweep.call(Bob, "get_projects", json!({"name": "lab.example.org"}), &["/0/id"]).await;
    sweep.call(Bob, "get_project", json!({"project_id": project}), &["/last_application/id"]).await;
    let change = json!({"project_id": project, "specs": {"description": "d"}});
    sweep.call(Bob, "modify_project", change, &["/application"]).await;
    for action in ["suspend", "unsuspend"] {
        let act = json!({"project_id": project, "action": action, "reason": "r"});
        sweep.call(Ada, "project_action", act, &[]).await;
    }
    memberships(&mut sweep, &project).await;
    let quotas = sweep.call(Bob, "get_quotas", json!({}), &[]).await;
    assert_eq!(quotas[project.as_str().unwrap()][VM]["limit"], 3);
    let provisions = json!([{"project": project, "resource": VM, "quantity": 1}]);
    let one = json!({"holder": bob, "provisions": provisions});
    let first = sweep.call(Ada, "issue_one_commission", one, &[]).await;
    let generic = json!({
        "user_provisions": [{"user": bob, "project": project, "resource": VM, "quantity": 1}],
        "project_provisions": [{"project": project, "resource": VM, "quantity": 1}]
    });
    let second = sweep.call(Ada, "issue_commission_generic", generic, &[]).await;
    let whole = json!({"request": {"provisions": [
        {"holder": format!("project:{}", project.as_str().unwrap()), "source": null, "resource": VM, "quantity": 1}
    ]}});
    let third = sweep.call(Ada, "issue_commission", whole, &[]).await;
    resolve(&mut sweep, [&first, &second, &third]).await;
    let moved = json!([{"from": project, "to": bob, "resource": VM, "quantity": 1}]);
    let moved = json!({"holder": bob, "provisions": moved, "auto_accept": true});
    sweep.call(Ada, "issue_resource_reassignment", moved, &[]).await;
    let of_users = sweep.call(Ada, "service_get_quotas", json!({"user": [bob]}), &[]).await;
    assert_eq!(of_users[&bob][project.as_str().unwrap()][VM]["usage"], 1);
    let of_projects = json!({"project_id": [project]});
    let of_projects = sweep.call(Ada, "service_get_project_quotas", of_projects, &[]).await;
    assert_eq!(of_projects[project.as_str().unwrap()][VM]["project_usage"], 1);
    sweep.end(Release::V0_16).await;
}

#[tokio::test]
async fn every_operation_is_answered_by_release_015_or_named_with_the_reason() {
    let server = builder().release(Release::V0_15).start().await.unwrap();
    let mut sweep = Sweep::new(&server);
    let bob = server.user("bob@example.org").unwrap().uuid.clone();
    common(&mut sweep, &server).await;
    let applied = sweep.call(Bob, "create_project", json!({"specs": spec()}), &["/id", "/application"]).await;
    let project = applied["id"].clone();
    let listed =
        sweep.call(Bob, "get_applications", json!({"project": project}), &["/0/id", "/0/state"]).await;
    assert_eq!(listed[0]["id"], applied["application"]);
    sweep.call(Bob, "get_application", json!({"app_id": applied["application"]}), &["/applicant"]).await;
    let approve = json!({"app_id": applied["application"], "action": "approve"});
    sweep.call(Ada, "v015.application_action", approve, &[]).await;
    let listed = sweep.call(Ada, "get_projects", json!({}), &["/0/id", "/0/state"]).await;
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["state"]), (1, &json!("active")));
    sweep.call(Bob, "get_project", json!({"project_id": project}), &["/owner"]).await;
    let suspend = json!({"project_id": project, "action": "suspend", "reason": "r"});
    sweep.call(Ada, "project_action", suspend.clone(), &[]).await;
    sweep.call(Ada, "project_action", suspend, &[]).await;
    sweep.call(Ada, "project_action", json!({"project_id": project, "action": "unsuspend"}), &[]).await;
    // The release takes the whole specification with POST.
    let change = json!({"project_id": project, "specs": spec()});
    let refused = sweep.try_call(Bob, "modify_project", change).await.unwrap_err();
    assert_eq!(refused.status().unwrap().as_u16(), 405, "{refused}");
    memberships(&mut sweep, &project).await;
    let quotas = sweep.call(Bob, "get_quotas", json!({}), &[]).await;
    assert_eq!(quotas, json!({"system": quotas["system"]}));
    assert_eq!(
        quotas["system"][VM],
        json!({"usage": 0, "limit": 5, "pending": 0}),
        "2 of the system, 3 of the lab"
    );
    let one = || json!({"holder": bob, "source": "system", "provisions": [{"resource": VM, "quantity": 1}]});
    let first = sweep.call(Ada, "v015.issue_one_commission", one(), &[]).await;
    let second = sweep.call(Ada, "v015.issue_one_commission", one(), &[]).await;
    let provisions = [json!({"holder": bob, "source": "system", "resource": VM, "quantity": 1})];
    let third =
        sweep.call(Ada, "issue_commission", json!({"request": {"provisions": provisions}}), &[]).await;
    resolve(&mut sweep, [&first, &second, &third]).await;
    let of_users = sweep.call(Ada, "service_get_quotas", json!({"user": [bob]}), &[]).await;
    assert_eq!(of_users[&bob]["system"][VM]["usage"], 2);
    let much = json!({"holder": bob, "source": "system", "provisions": [{"resource": VM, "quantity": 4}]});
    let refused = sweep.try_call(Ada, "v015.issue_one_commission", much).await.unwrap_err();
    assert_eq!(refused.status().unwrap().as_u16(), 413, "{refused}");
    sweep.end(Release::V0_15).await;
}
