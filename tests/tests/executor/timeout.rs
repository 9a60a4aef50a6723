use std::time::Duration;

use saltant_core::saltant::ListUsers;
use saltant_core::{ErrorKind, Phase, TimeoutKind};
use saltant_http::testing::{Reply, ScriptedTransport};

use super::common::{builder, client, create, get, ok, pieces, seconds, slow, status};

fn timeout(kind: TimeoutKind) -> ErrorKind {
    ErrorKind::Timeout(kind)
}

#[tokio::test(start_paused = true)]
async fn t1_each_limit_has_its_own_kind_and_default() {
    let (client_, _) = client((0..3).map(|_| Reply::fail(Phase::ConnectTimeout)));
    let error = client_.call(get()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_connect()), (timeout(TimeoutKind::Connect), true));

    let (client_, _) = client((0..3).map(|_| slow(200, pieces([(seconds(31), Ok("{"))]))));
    let error = client_.call(get()).await.unwrap_err();
    assert_eq!(error.kind(), timeout(TimeoutKind::Idle));
    assert_eq!(error.attempts()[0].elapsed, seconds(30));

    let (client_, _) = client((0..3).map(|_| Reply::hang()));
    let error = client_.call(get()).await.unwrap_err();
    assert_eq!(error.kind(), timeout(TimeoutKind::Attempt));
    assert_eq!(error.attempts()[0].elapsed, seconds(60));

    let start = tokio::time::Instant::now();
    let (client_, _) = client([Reply::hang()]);
    let error = client_.call(get()).attempt_timeout(None).await.unwrap_err();
    assert_eq!(error.kind(), timeout(TimeoutKind::Total));
    assert_eq!(start.elapsed(), seconds(300));
}

#[tokio::test(start_paused = true)]
async fn t1_the_attempt_limit_counts_the_body_too() {
    let drip = || slow(200, pieces((0..10).map(|_| (seconds(20), Ok("x")))));
    let (client, _) = client([drip(), drip(), drip()]);
    let error = client.call(get()).await.unwrap_err();
    assert_eq!(error.kind(), timeout(TimeoutKind::Attempt));
}

#[tokio::test(start_paused = true)]
async fn t1_the_total_limit_counts_pauses_and_all_attempts() {
    let start = tokio::time::Instant::now();
    let (client, transport) = client((0..3).map(|_| Reply::hang()));
    let error = client.call(get()).attempt_timeout(seconds(10)).timeout(seconds(15)).await.unwrap_err();
    assert_eq!(error.kind(), timeout(TimeoutKind::Total));
    assert_eq!((start.elapsed(), transport.requests().len()), (seconds(15), 2));
}

#[tokio::test(start_paused = true)]
async fn t1_when_the_time_of_a_post_is_over_its_outcome_is_unknown() {
    let (client, _) = client([Reply::hang()]);
    let error = client.call(create()).timeout(seconds(5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert!(error.to_string().contains("the time for the call is over"), "{error}");
    let cause = std::error::Error::source(&error).unwrap().downcast_ref::<saltant_core::Error>().unwrap();
    assert_eq!(cause.kind(), timeout(TimeoutKind::Total));
}

#[tokio::test(start_paused = true)]
async fn t1_a_renewal_is_within_the_time_of_the_call_that_waits_for_it() {
    let replies = [super::common::expired(), Reply::hang()];
    let transport = ScriptedTransport::new(replies);
    let credential = saltant_core::saltant::JsonWebToken::new(super::common::pair("access"));
    let client = builder(&transport).credential(credential).build().unwrap();
    let start = tokio::time::Instant::now();
    let error = client.call(get()).timeout(seconds(7)).await.unwrap_err();
    assert_eq!((error.kind(), start.elapsed()), (timeout(TimeoutKind::Total), seconds(7)));
    // It is kept for the next call (A8).
    assert_eq!(transport.under_way(), 1);
}

#[tokio::test(start_paused = true)]
async fn t2_the_calls_word_is_before_the_clients_and_that_before_the_default() {
    let elapsed = |total: Option<u64>, call: Option<Option<u64>>| async move {
        let transport = ScriptedTransport::answering(|_| Reply::hang());
        let mut client = builder(&transport).attempt_timeout(None);
        if let Some(total) = total {
            client = client.timeout(seconds(total));
        }
        let client = client.build().unwrap();
        let mut call_ = client.call(get());
        if let Some(call) = call {
            call_ = call_.timeout(call.map(seconds));
        }
        let start = tokio::time::Instant::now();
        let outcome = tokio::time::timeout(seconds(10_000), call_).await;
        outcome.is_ok().then(|| start.elapsed().as_secs())
    };
    assert_eq!(elapsed(None, None).await, Some(300));
    assert_eq!(elapsed(Some(20), None).await, Some(20));
    assert_eq!(elapsed(Some(20), Some(Some(7))).await, Some(7));
    assert_eq!(elapsed(Some(20), Some(Some(70))).await, Some(70));
    assert_eq!(elapsed(Some(20), Some(None)).await, None);
}

#[tokio::test(start_paused = true)]
async fn t2_the_attempt_and_idle_limits_have_the_same_order() {
    let transport = ScriptedTransport::answering(|_| Reply::hang());
    let client = builder(&transport).attempt_timeout(seconds(20)).build().unwrap();
    let first = client.call(get()).await.unwrap_err().attempts()[0].elapsed;
    let second = client.call(get()).attempt_timeout(seconds(3)).await.unwrap_err().attempts()[0].elapsed;
    assert_eq!((first, second), (seconds(20), seconds(3)));

    let transport = ScriptedTransport::answering(|_| slow(200, pieces([(seconds(1000), Ok("x"))])));
    let client = builder(&transport).idle_timeout(seconds(20)).build().unwrap();
    let first = client.call(get()).await.unwrap_err().attempts()[0].elapsed;
    let second = client.call(get()).idle_timeout(seconds(3)).await.unwrap_err().attempts()[0].elapsed;
    assert_eq!((first, second), (seconds(20), seconds(3)));
}

#[tokio::test(start_paused = true)]
async fn t2_a_calls_limits_and_retries_go_with_its_pages_and_looks() {
    use saltant_core::retry::RetryPolicy;
    let transport = ScriptedTransport::answering(|_| Reply::hang());
    let client = builder(&transport).build().unwrap();
    let call = || client.call(ListUsers::new()).attempt_timeout(seconds(2)).retry(RetryPolicy::never());
    let error = call().pages().next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (timeout(TimeoutKind::Attempt), 1));
    assert_eq!(error.attempts()[0].elapsed, seconds(2));
    let error = call().items().next().await.unwrap().unwrap_err();
    assert_eq!(error.attempts()[0].elapsed, seconds(2));

    let sent = transport.requests().len();
    let start = tokio::time::Instant::now();
    let wait = client.call(get()).attempt_timeout(seconds(2)).retry(RetryPolicy::never());
    let policy = saltant_core::wait::WaitPolicy::default().with_tolerance(0);
    wait.wait_until(|_| saltant_http::WaitStatus::InProgress(String::new()))
        .policy(policy)
        .await
        .unwrap_err();
    assert_eq!((start.elapsed(), transport.requests().len() - sent), (seconds(2), 1));
}

#[tokio::test(start_paused = true)]
async fn t3_a_dropped_call_leaves_nothing_and_a_later_one_works() {
    let (client, transport) = client([Reply::hang(), status(503), ok()]);
    for _ in 0..2 {
        let call = async { client.call(get()).await };
        assert!(tokio::time::timeout(Duration::from_millis(1), call).await.is_err());
        assert_eq!(transport.under_way(), 0);
    }
    client.call(get()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn t4_hours_of_retries_and_waits_take_no_time() {
    let begun = std::time::Instant::now();
    let transport = ScriptedTransport::answering(|_| status(503));
    let client = builder(&transport).build().unwrap();
    let policy = saltant_core::wait::WaitPolicy::within(seconds(36_000)).with_tolerance(u32::MAX);
    let error = client
        .call(get())
        .wait_until(|_| saltant_http::WaitStatus::InProgress(String::new()))
        .policy(policy)
        .await
        .unwrap_err();
    assert!(error.is_deadline());
    assert!(begun.elapsed() < seconds(20), "{:?}", begun.elapsed());
}
