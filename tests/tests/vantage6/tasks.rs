use saltant::core::http::Method;
use std::time::Duration;

use saltant::WaitError;
use saltant::vantage6::{ListTasks, OrganizationId, Payload, ResultError, RunStatus};
use saltant_http::testing::Reply;
use serde_json::{Value, json};

use super::setup::{client, sent};

fn link(id: u64) -> Value {
    json!({"id": id, "link": "/api/x", "methods": []})
}

fn run(id: u64, organization: u64, status: &str, log: &str) -> Value {
    json!({
        "id": id, "status": status, "log": log, "organization": link(organization), "task": link(1),
        "results": link(id), "node": {},
    })
}

fn result(id: u64, text: Option<&str>) -> Value {
    json!({"id": id, "result": text, "run": link(id), "task": link(1)})
}

fn task(runs: &[Value], results: &[Value]) -> Reply {
    let task = json!({
        "id": 1, "job_id": 1, "status": "failed", "created_at": "2026-11-21T00:32:16", "collaboration": link(1),
        "init_org": link(2), "runs": runs, "results": results,
    });
    Reply::json(200, task.to_string())
}

fn status(word: &str) -> Reply {
    Reply::json(200, json!({"status": word}).to_string())
}

#[tokio::test(start_paused = true)]
async fn wait_for_results_gives_typed_results_by_organization() {
    let four = Payload::from_json(&4.5).unwrap().to_wire();
    let (client, server) = client([
        status("pending"),
        status("active"),
        status("completed"),
        task(
            &[run(8, 3, "completed", ""), run(7, 2, "completed", "")],
            &[result(7, Some("NDI=")), result(8, Some(&four))],
        ),
    ]);
    let started = tokio::time::Instant::now();
    let results = client.wait_for_results(1).interval(Duration::from_secs(2)).await.unwrap();
    assert!((4..6).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    let typed = results.json::<f64>().unwrap();
    assert_eq!(
        typed.into_iter().collect::<Vec<_>>(),
        [(OrganizationId::new(2), 42.0), (OrganizationId::new(3), 4.5)]
    );
    assert_eq!(results.of(2).unwrap().payload().unwrap().unwrap().text().unwrap(), "42");
    assert_eq!(sent(&server)[3], "GET /api/task/1?include=results&include=runs");
}

#[tokio::test(start_paused = true)]
async fn a_failed_run_tells_how_and_with_which_log() {
    let (client, _) = client([
        status("crashed"),
        task(
            &[run(7, 2, "completed", ""), run(8, 3, "crashed", "line 1\nKeyError: age\n")],
            &[result(7, Some("NDI=")), result(8, None)],
        ),
    ]);
    let results = client.wait_for_results(1).await.unwrap();
    let failures: Vec<_> = results.failures().map(|failure| failure.status.clone()).collect();
    assert_eq!(failures, [RunStatus::Crashed]);
    let error = results.json::<f64>().unwrap_err();
    assert!(matches!(&error, ResultError::Failed { organization, .. } if organization.get() == 3));
    assert_eq!(error.to_string(), "the run of organization 3 ended as crashed: KeyError: age");
    assert_eq!(results.of(2).unwrap().json::<u8>(), Ok(42));
}

fn open(runs: &[Value]) -> Reply {
    Reply::json(200, json!({"data": runs, "links": {}}).to_string())
}

#[tokio::test(start_paused = true)]
async fn w1_a_failed_run_does_not_end_the_wait_for_the_others() {
    let failed = || run(8, 3, "crashed", "KeyError");
    let (client, server) = client([
        status("crashed"),
        task(&[run(7, 2, "active", ""), failed()], &[result(7, None), result(8, None)]),
        open(&[run(7, 2, "active", ""), failed()]),
        open(&[run(7, 2, "active", "")]),
        open(&[failed()]),
        task(&[run(7, 2, "completed", ""), failed()], &[result(7, Some("NDI=")), result(8, None)]),
    ]);
    let results = client.wait_for_results(1).max_body(1 << 20).await.unwrap();
    assert_eq!(results.of(2).unwrap().json::<u8>(), Ok(42));
    assert_eq!(results.failures().map(|failure| failure.organization.get()).collect::<Vec<_>>(), [3]);
    assert_eq!(results.unfinished().count(), 0);
    assert_eq!(sent(&server)[2], "GET /api/run?task_id=1&state=open&per_page=100");
    assert_eq!((sent(&server)[4].clone(), server.left()), (sent(&server)[2].clone(), 0));
}

#[tokio::test(start_paused = true)]
async fn w2_the_deadline_holds_for_the_runs_that_go_on_after_a_failure() {
    let running = || run(7, 2, "active", "");
    let mut replies = vec![status("crashed"), task(&[running(), run(8, 3, "crashed", "")], &[])];
    replies.extend((0..100).map(|_| open(&[running()])));
    let (client, _) = client(replies);
    let started = tokio::time::Instant::now();
    let error = client.wait_for_results(1).deadline(Duration::from_secs(30)).await.unwrap_err();
    let says = "vantage6.task.status id=1: not finished after 30 s; its last state was crashed, with runs that go on";
    assert_eq!(error.to_string(), says);
    let WaitError::Deadline { last: Some(last), waited, .. } = error else { panic!("{error:?}") };
    assert_eq!((last.status, waited), (RunStatus::Crashed, Duration::from_secs(30)));
    assert!((30..=31).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_run_that_can_no_longer_end_is_said_to_be_running_and_not_to_have_failed() {
    // Its organization has no node left, so the list of open runs omits it.
    let left = || task(&[run(7, 2, "active", ""), run(8, 3, "crashed", "")], &[result(7, None)]);
    let (client, _) = client([status("crashed"), left(), open(&[]), left()]);
    let results = client.wait_for_results(1).await.unwrap();
    assert_eq!(results.unfinished().map(|result| result.organization.get()).collect::<Vec<_>>(), [2]);
    assert_eq!(results.failures().map(|result| result.organization.get()).collect::<Vec<_>>(), [3]);
    let error = results.of(2).unwrap().json::<u8>().unwrap_err();
    assert_eq!(error.to_string(), "the run of organization 2 has not ended: it is active");
}

#[tokio::test(start_paused = true)]
async fn all_tasks_with_their_runs_or_results_come_in_small_pages() {
    let empty = || Reply::json(200, r#"{"data": [], "links": {}}"#);
    let (client, server) = client([empty(), empty(), empty(), empty()]);
    let lists = [
        ListTasks::new(),
        ListTasks::new().include_results(true),
        ListTasks::new().run(4),
        ListTasks::new().include_results(true).per_page(50),
    ];
    for list in lists {
        client.tasks().list(list).items().all().await.unwrap();
    }
    assert_eq!(
        sent(&server),
        [
            "GET /api/task?per_page=100",
            "GET /api/task?include=results&per_page=20",
            "GET /api/task?per_page=20&include=runs",
            "GET /api/task?include=results&per_page=50",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn ids_that_vanish_from_the_lists_are_in_the_results() {
    // Run 8 belongs to an organization without a node, so that the lists of runs and results omit it.
    let (client, _) =
        client([status("failed"), task(&[run(8, 3, "failed", "sibling failed")], &[result(8, None)])]);
    let results = client.wait_for_results(1).await.unwrap();
    assert_eq!(results.of(3).unwrap().log.as_deref(), Some("sibling failed"));
}

#[tokio::test(start_paused = true)]
async fn w2_a_wait_ends_at_its_deadline_with_the_last_state() {
    let (client, _) = client((0..100).map(|_| status("sleeping")));
    let error = client.wait_for_results(1).deadline(Duration::from_secs(30)).await.unwrap_err();
    assert!(
        matches!(&error, WaitError::Deadline { last: Some(last), .. } if last.status == "sleeping"),
        "{error:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_a_task_that_is_not_there_ends_at_once() {
    let (client, server) = client([Reply::json(404, r#"{"msg": "Task id=999 not found"}"#)]);
    let error: saltant::Error = client.wait_for_results(999).await.unwrap_err().into();
    assert!(error.is_not_found(), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn lists_are_read_to_their_end_and_in_a_filter_an_empty_page_is_not_it() {
    let page = |id: u64, next: bool| {
        let links = if next { json!({"next": "/api/task?page=2"}) } else { json!({}) };
        let task = json!({
            "id": id, "job_id": 1, "status": "active", "created_at": "2026-11-21T00:32:16",
            "collaboration": link(1), "init_org": link(2),
        });
        Reply::json(200, json!({"data": [task], "links": links}).to_string()).header("total-count", "3")
    };
    let (client, server) = client([page(3, true), page(2, true), page(1, false)]);
    let all = client.tasks().list(ListTasks::new().status(RunStatus::Active).per_page(1)).items();
    let ids: Vec<_> = all.prefetch(0).all().await.unwrap().iter().map(|task| task.id.get()).collect();
    assert_eq!(ids, [3, 2, 1]);
    assert_eq!(sent(&server)[2], "GET /api/task?page=3&per_page=1");
    let (client, _) = super::setup::client([page(3, true), page(2, true), page(1, false)]);
    let none = client.tasks().list(ListTasks::new().status(RunStatus::Crashed).per_page(1)).items();
    assert!(none.prefetch(0).all().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_collaboration_is_bound_to_its_calls() {
    let empty = || Reply::json(200, r#"{"data": [], "links": {}}"#);
    let (client, server) = client([empty(), empty(), empty(), Reply::json(200, "[]")]);
    let ours = client.collaboration(3);
    ours.tasks(ListTasks::new().name("x")).await.unwrap();
    ours.nodes(saltant::vantage6::ListNodes::new()).await.unwrap();
    ours.organizations(saltant::vantage6::ListOrganizations::new()).await.unwrap();
    ours.remove_organization(4).await.unwrap();
    assert_eq!(
        sent(&server),
        [
            "GET /api/task?collaboration_id=3&name=x",
            "GET /api/node?collaboration_id=3",
            "GET /api/organization?collaboration_id=3",
            "DELETE /api/collaboration/3/organization",
        ]
    );
    assert_eq!(server.requests()[3].body, r#"{"id":4}"#);
}

#[tokio::test(start_paused = true)]
async fn request_reaches_any_path() {
    let (client, server) =
        client([Reply::json(201, r#"{"id": 1}"#), Reply::json(404, r#"{"msg": "not found"}"#)]);
    let made = client.request(Method::POST, "/study").json(&json!({"name": "s"})).await.unwrap();
    assert_eq!(made.body(), br#"{"id": 1}"#.as_slice());
    let error =
        client.request(Method::GET, "organization").query("ids", 2).query("ids", 3).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(sent(&server), ["POST /api/study", "GET /api/organization?ids=2&ids=3"]);
}
