//! A test for each place where the real server differs from its documents, named after the difference.

use saltant_types::vantage6::RunStatus;
use serde_json::json;

use super::*;
use crate::operation::Declared as _;
use crate::operation::Operation;
use crate::rules::{AuthUse, Effect, Paged};

fn target<O: Operation>(operation: &O) -> String {
    let request = operation.to_request(&"http://h/api".parse().unwrap()).unwrap();
    let target = request.uri().path_and_query().unwrap().as_str().to_owned();
    let body = request.body().as_bytes().unwrap();
    format!("{} {target} {}", request.method(), String::from_utf8_lossy(body)).trim_end().to_owned()
}

fn answer(body: &serde_json::Value) -> Answer {
    http::Response::new(body.to_string().into())
}

fn link(id: u64) -> serde_json::Value {
    json!({"id": id, "link": "/api/x", "methods": []})
}

#[test]
fn delete_dependents_is_sent_only_when_true() {
    for (asked, sent) in [
        (target(&DeleteCollaboration::new(3)), "DELETE /api/collaboration/3"),
        (target(&DeleteCollaboration::new(3).delete_dependents(false)), "DELETE /api/collaboration/3"),
        (
            target(&DeleteCollaboration::new(3).delete_dependents(true)),
            "DELETE /api/collaboration/3?delete_dependents=true",
        ),
        (target(&DeleteOrganization::new(5).delete_dependents(false)), "DELETE /api/organization/5"),
        (target(&ListRoles::new().include_root(false)), "GET /api/role"),
        (target(&ListRoles::new().include_root(true)), "GET /api/role?include_root=true"),
        (target(&GetUser::new(4).include_permissions(false)), "GET /api/user/4"),
        (target(&GetTask::new(4).include_runs(true)), "GET /api/task/4?include=runs"),
    ] {
        assert_eq!(asked, sent);
    }
}

#[test]
fn remove_organization_is_a_delete_with_a_body() {
    assert_eq!(
        target(&RemoveOrganization::new(3, 4)),
        r#"DELETE /api/collaboration/3/organization {"id":4}"#
    );
}

#[test]
fn no_delete_is_repeatable_because_ids_are_given_again() {
    for metadata in [
        DeleteCollaboration::METADATA,
        DeleteNode::METADATA,
        DeleteOrganization::METADATA,
        DeleteRole::METADATA,
        DeleteTask::METADATA,
        DeleteUser::METADATA,
        RemoveOrganization::METADATA,
    ] {
        assert_eq!(metadata.effect, Effect::Once, "{}", metadata.name);
    }
}

#[test]
fn what_is_not_given_is_absent_and_never_null() {
    assert_eq!(target(&UpdateRole::new(8).name("Renamed")), r#"PATCH /api/role/8 {"name":"Renamed"}"#);
    let user = target(&CreateUser::new("u", "f", "l", "p", "e@x.example"));
    assert!(!user.contains("null") && !user.contains("organization_id"), "{user}");
    assert_eq!(
        target(&ObtainToken::new("u", "p")),
        r#"POST /api/token/user {"username":"u","password":"p"}"#
    );
}

#[test]
fn an_mfa_code_is_sent_as_a_text() {
    let login = target(&ObtainToken::new("u", "p").mfa_code("012345"));
    assert!(login.ends_with(r#","mfa_code":"012345"}"#), "{login}");
}

#[test]
fn boolean_filters_are_one_and_zero() {
    assert_eq!(target(&ListCollaborations::new().encrypted(true)), "GET /api/collaboration?encrypted=1");
    assert_eq!(target(&ListTasks::new().user_created(false)), "GET /api/task?is_user_created=0");
}

#[test]
fn two_factor_reset_sends_no_email() {
    let sent = target(&ResetTwoFactorAuth::new("p", "alice"));
    assert_eq!(sent, r#"POST /api/recover/2fa/lost {"password":"p","username":"alice"}"#);
}

#[test]
fn run_times_have_six_digits_and_no_zone() {
    let update = UpdateRun::new(15)
        .started_at("2026-01-02T03:04:05.1Z".parse::<saltant_types::Timestamp>().unwrap())
        .status(RunStatus::Active);
    let sent = r#"PATCH /api/run/15 {"status":"active","started_at":"2026-01-02T03:04:05.100000"}"#;
    assert_eq!(target(&update), sent);
}

fn task(id: u64, status: &str, store: Option<u64>, run: Option<u64>) -> serde_json::Value {
    let runs: Vec<_> = run.into_iter().map(|run_id| run_of(run_id, None)).collect();
    json!({
        "id": id, "job_id": 1, "status": status, "created_at": "2026-11-21T00:32:16.978360",
        "collaboration": link(1), "init_org": link(2), "algorithm_store": store.map(link), "runs": runs,
    })
}

fn run_of(id: u64, port: Option<u64>) -> serde_json::Value {
    let ports: Vec<_> = port.map(|port| json!({"id": 1, "port": port, "label": null})).into_iter().collect();
    json!({
        "id": id, "status": "completed", "organization": link(2), "task": link(1), "results": link(id),
        "ports": ports, "started_at": format!("2026-11-2{id}T00:00:00.5"), "finished_at": null,
    })
}

#[test]
fn filters_that_the_server_answers_500_to_are_applied_to_what_it_sends() {
    let page = answer(&json!({
        "data": [task(1, "failed", Some(7), Some(4)), task(2, "completed", None, Some(5)), task(3, "odd", None, None)],
        "links": {"next": "/api/task?page=2"},
    }));
    let ids = |list: ListTasks| {
        let page = list.read(&page).unwrap();
        assert!(list.next(&page).is_some(), "an empty page is not the end");
        page.data.iter().map(|task| task.id.get()).collect::<Vec<_>>()
    };
    let by_status = ListTasks::new().status(RunStatus::Completed);
    assert_eq!(target(&by_status), "GET /api/task");
    assert_eq!(ids(by_status), [2]);
    assert_eq!(ids(ListTasks::new().store(7)), [1]);
    assert_eq!(
        target(&ListTasks::new().run(5).include_results(true)),
        "GET /api/task?include=results&include=runs"
    );
    assert_eq!(ids(ListTasks::new().run(5)), [2]);
    assert_eq!(ids(ListTasks::new().status(RunStatus::Crashed)), [0_u64; 0]);
}

#[test]
fn run_filters_that_the_server_gets_wrong_are_applied_to_what_it_sends() {
    let page = answer(&json!({"data": [run_of(1, Some(8888)), run_of(2, None)]}));
    let ids =
        |list: ListRuns| list.read(&page).unwrap().data.iter().map(|run| run.id.get()).collect::<Vec<_>>();
    assert_eq!(target(&ListRuns::new().port(8888)), "GET /api/run");
    assert_eq!(ids(ListRuns::new().port(8888)), [1]);
    let time = |day: &str| day.parse::<TimeBound>().unwrap();
    let list = ListRuns::new().started(TimeSpan::between(time("2026-11-22"), time("2099-01-01")));
    assert_eq!(target(&list), "GET /api/run?started_till=2099-01-01");
    assert_eq!(ids(list), [2]);
    assert_eq!(ids(ListRuns::new().finished(TimeSpan::since(time("2020-01-01")))), [0_u64; 0]);
    let assigned = ListRuns::new().assigned(TimeSpan::since(time("2026-11-22")));
    assert_eq!(target(&assigned), "GET /api/run?assigned_from=2026-11-22");
    let until = ListRuns::new().finished(TimeSpan::until(time("2026-11-22").end_of_day()));
    assert_eq!(target(&until), "GET /api/run?finished_till=2026-11-22%2023%3A59%3A59.999999");
}

#[test]
fn lists_are_not_cut_at_ten() {
    let mut answer = answer(&json!({"data": [], "links": {"next": "/api/result?task_id=18&page=2"}}));
    answer.headers_mut().insert("total-count", http::HeaderValue::from_static("12"));
    let first = ListTaskResults::new(18);
    let page = first.read(&answer).unwrap();
    assert_eq!(page.total, Some(12));
    assert_eq!(first.pages_after(&page), Some(1), "two pages of ten");
    assert_eq!(ListTaskResults::new(18).per_page(3).page(2).pages_after(&page), Some(2), "four of three");
    assert_eq!(target(&first.next(&page).unwrap()), "GET /api/result?task_id=18&page=2");
    assert_eq!(target(&first.for_all()), "GET /api/result?task_id=18&per_page=20");
}

#[cfg(feature = "catalog")]
#[test]
fn every_list_is_offered_by_name_with_its_pages() {
    use crate::catalog::AnswerKind;
    let is_list = |name: &str| matches!(name.rsplit('.').next(), Some("list" | "from_task"));
    for entry in CATALOG {
        let name = entry.metadata.name;
        assert_eq!(entry.answer == AnswerKind::Page, is_list(name), "{name}");
        let has_page = entry.arguments().any(|argument| argument.name == "per_page");
        assert_eq!(has_page, is_list(name), "{name}");
    }
    assert_eq!(CATALOG.iter().filter(|entry| is_list(entry.metadata.name)).count(), 11);
}

#[test]
fn all_items_are_requested_in_an_order_that_does_not_change() {
    assert_eq!(target(&ListUsers::new().for_all()), "GET /api/user?per_page=100&sort=id");
    assert_eq!(
        target(&ListUsers::new().sort("-username").for_all()),
        "GET /api/user?per_page=100&sort=-username"
    );
}

#[test]
fn repeated_parameters_are_sent_for_every_page_though_the_links_lose_them() {
    let page = answer(&json!({"data": [], "links": {"next": "/api/organization?ids=2&per_page=1&page=2"}}));
    let list = ListOrganizations::new().ids([2, 3]).per_page(1);
    let next = list.next(&list.read(&page).unwrap()).unwrap();
    assert_eq!(target(&next), "GET /api/organization?ids=2&ids=3&page=2&per_page=1");
}

#[test]
fn a_task_id_of_zero_is_sent() {
    assert_eq!(target(&ListTaskRuns::new(0)), "GET /api/run?task_id=0");
}

#[test]
fn a_user_cannot_be_moved_to_another_organization() {
    let sent = target(&UpdateUser::new(4).firstname("f").email("e@x.example").roles([1]).rules([2]));
    assert!(!sent.contains("organization"), "{sent}");
}

#[test]
fn each_operation_sends_the_credential_that_it_needs() {
    for metadata in
        [GetServerVersion::METADATA, ObtainToken::METADATA, ResetMyPassword::METADATA, RefreshToken::METADATA]
    {
        assert_eq!(metadata.auth, AuthUse::None, "{}", metadata.name);
    }
    for metadata in
        [GetBlobStoreStatus::METADATA, ListTasks::METADATA, ChangeMyPassword::METADATA, UpdateRun::METADATA]
    {
        assert_eq!(metadata.auth, AuthUse::Client, "{}", metadata.name);
    }
}

#[test]
fn a_password_reset_without_a_user_is_refused() {
    let error = ResetMyPassword::new().to_request(&"http://h/api".parse().unwrap()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encode);
}
