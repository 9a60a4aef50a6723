//! Waits for one compile, for all of them, and for a dry run.

use std::time::Duration;

use saltant::{WaitError, WaitPolicy};
use saltant_http::testing::Reply;
use serde_json::json;

use super::{ENVIRONMENT, id, script};

fn compile(completed: Option<&str>, success: Option<bool>) -> Reply {
    let compile = "5eae2968-c04f-4d6e-bb60-b555c8592188";
    let data = json!({"id": compile, "environment": ENVIRONMENT, "completed": completed, "success": success});
    Reply::json(200, json!({"data": data}).to_string())
}

#[tokio::test(start_paused = true)]
async fn w1_a_wait_for_a_compile_ends_when_it_has_completed() {
    let ended = Some("2026-11-21T00:40:06.351358+00:00");
    let (client, transport) = script([compile(None, None), compile(None, None), compile(ended, Some(true))]);
    let environment = client.environment(id());
    let wait = environment.compiles().wait_until_successful(id().get());
    let compile = wait.policy(WaitPolicy::default().every(Duration::from_secs(2))).await.unwrap();
    assert_eq!(compile.success, Some(true));
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn w4_a_failed_compile_is_an_error_with_the_compile_in_it() {
    let ended = Some("2026-11-21T00:40:06.351358+00:00");
    let (client, _) = script([compile(ended, Some(false)), compile(ended, Some(false))]);
    let environment = client.environment(id());
    let error = environment.compiles().wait_until_successful(id().get()).await.unwrap_err();
    assert!(matches!(&error, WaitError::Failed { state, .. } if state == "failed"), "{error}");
    assert_eq!(error.into_last().unwrap().success, Some(false));
    assert_eq!(environment.compiles().wait_until_completed(id().get()).await.unwrap().success, Some(false));
}

#[tokio::test(start_paused = true)]
async fn w1_a_wait_for_the_compiles_of_an_environment_ends_with_the_last_one() {
    let (client, transport) = script([Reply::json(200, ""), Reply::json(204, "")]);
    let environment = client.environment(id());
    assert!(!environment.compiles().wait_until_idle().await.unwrap());
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn w1_a_wait_for_a_dry_run_ends_when_nothing_is_to_do() {
    let report = |todo: u64| {
        let summary =
            json!({"id": ENVIRONMENT, "environment": ENVIRONMENT, "model": 1, "total": 2, "todo": todo});
        Reply::json(200, json!({"data": {"summary": summary, "diff": []}}).to_string())
    };
    let (client, transport) = script([report(1), report(0)]);
    let environment = client.environment(id());
    let result = environment.dry_runs().wait_until_done(1, id().get()).await.unwrap();
    assert_eq!((result.summary.total, result.summary.todo), (2, 0));
    assert_eq!(transport.requests().len(), 2);
}
