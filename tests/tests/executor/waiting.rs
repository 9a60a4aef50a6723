use std::sync::{Arc, Mutex};
use std::time::Duration;

use saltant_core::saltant::GetTaskInstance;
use saltant_core::types::saltant::{Executable, TaskInstance, TaskState};
use saltant_core::wait::{WaitError, WaitPolicy};
use saltant_core::{ErrorKind, Phase};
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest};
use saltant_http::{WaitStatus, Waiting};

use super::common::{UUID, builder, client, seconds, status};

pub(super) fn instance(state: &str) -> String {
    format!(
        r#"{{"uuid": "{UUID}", "user": "matt", "name": "n", "state": "{state}", "datetime_created": "2026-11-21T00:16:11Z", "datetime_finished": null, "arguments": {{}}, "task_queue": 1, "task_type": 2}}"#
    )
}

fn state(word: &str) -> Reply {
    Reply::json(200, instance(word))
}

fn look(instance: &TaskInstance<Executable>) -> WaitStatus {
    match &instance.state {
        TaskState::Successful => WaitStatus::Succeeded,
        state if state.is_failure() => WaitStatus::Failed(state.to_string()),
        state => WaitStatus::InProgress(state.to_string()),
    }
}

type Wait<'c> = Waiting<'c, GetTaskInstance<Executable>>;

fn wait(client: &saltant_http::Client) -> Wait<'_> {
    client.call(GetTaskInstance::new(UUID)).wait_until(look)
}

fn exact() -> WaitPolicy {
    WaitPolicy::default().with_jitter(0.0)
}

#[tokio::test(start_paused = true)]
async fn w1_success_and_failure_end_it_and_an_unknown_state_does_not() {
    let (client_, transport) = client(["created", "pondering", "running", "successful"].map(state));
    assert_eq!(wait(&client_).await.unwrap().state, TaskState::Successful);
    assert_eq!(transport.left(), 0);

    let (client_, transport) = client(["running", "failed", "running"].map(state));
    let error = wait(&client_).await.unwrap_err();
    assert!(error.is_failed());
    assert_eq!(transport.left(), 1);
}

#[tokio::test(start_paused = true)]
async fn w2_the_looks_are_further_and_further_apart_up_to_a_minute() {
    let transport = ScriptedTransport::answering(|_| state("running"));
    let client = builder(&transport).build().unwrap();
    let error = wait(&client).policy(exact()).await.unwrap_err();
    assert!(error.is_deadline());
    let at: Vec<_> = transport.requests().iter().map(|request| request.at.as_secs_f64()).collect();
    let pauses: Vec<_> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (pause, expected) in pauses.iter().zip([1.0, 1.5, 2.25, 3.375, 5.0625]) {
        assert!((pause - expected).abs() < 0.005, "{pauses:?}");
    }
    assert!(pauses.iter().all(|pause| *pause < 60.005));
    // The default deadline is an hour, and the last request is sent at the deadline.
    assert!((at.last().unwrap() - 3600.0).abs() < 0.1, "{at:?}");
}

#[tokio::test(start_paused = true)]
async fn w2_there_is_no_waiting_beyond_the_deadline() {
    let transport = ScriptedTransport::answering({
        let mut count = 0;
        move |_| {
            count += 1;
            if count < 3 { state("running") } else { Reply::hang() }
        }
    });
    let client = builder(&transport).build().unwrap();
    let start = tokio::time::Instant::now();
    let error = wait(&client).deadline(seconds(30)).await.unwrap_err();
    assert!(error.is_deadline(), "{error:?}");
    assert_eq!(error.last().unwrap().state, TaskState::Running);
    assert!(start.elapsed() <= seconds(31), "{:?}", start.elapsed());
    assert_eq!(transport.under_way(), 0);
}

#[tokio::test(start_paused = true)]
async fn w2_the_seed_makes_the_pauses_the_same_each_time() {
    let run = || async {
        let transport = ScriptedTransport::answering(|_| state("running"));
        let client = builder(&transport).build().unwrap();
        let error = wait(&client).deadline(seconds(60)).await.unwrap_err();
        assert!(error.is_deadline());
        transport.requests().iter().map(|request| request.at).collect::<Vec<_>>()
    };
    let first = run().await;
    assert_eq!(first, run().await);
    assert_ne!(first[1], seconds(1));
}

#[tokio::test(start_paused = true)]
async fn w3_transient_failures_are_borne_up_to_five_looks_in_a_row() {
    let failing = |looks: usize| (0..looks * 3).map(|_| Reply::fail(Phase::Sent));
    let replies = failing(5).chain([state("running")]).chain(failing(5)).chain([state("successful")]);
    let (client_, _) = client(replies);
    wait(&client_).await.unwrap();

    let (client_, _) = client([state("running")].into_iter().chain(failing(6)));
    let error = wait(&client_).await.unwrap_err();
    assert!(
        matches!(&error, WaitError::Poll { last: Some(_), error, .. } if error.kind() == ErrorKind::Transport)
    );
}

#[tokio::test(start_paused = true)]
async fn w3_a_failure_that_will_not_pass_ends_it_at_once() {
    for code in [401, 403, 404] {
        let (client, transport) = client([state("running"), status(code), state("successful")]);
        let error = wait(&client).await.unwrap_err();
        assert!(matches!(error, WaitError::Poll { .. }));
        assert_eq!(transport.left(), 1, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn w3_a_server_that_says_when_to_come_back_is_obeyed() {
    let busy = status(503).header("retry-after", "100");
    let (client, transport) = client([busy, state("successful")]);
    wait(&client).await.unwrap();
    assert_eq!(transport.requests()[1].at.as_secs(), 100);
}

#[tokio::test(start_paused = true)]
async fn w4_a_failure_gives_the_last_state_back() {
    let (client, _) = client(["running", "terminated"].map(state));
    let error = wait(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("saltant.executable_task_instances.get uuid={UUID}: ended as terminated")
    );
    assert_eq!(error.last().unwrap().state, TaskState::Terminated);
    let error = saltant_core::Error::from(error);
    assert_eq!(error.kind(), ErrorKind::WaitFailed);
}

#[tokio::test(start_paused = true)]
async fn w4_each_look_can_be_watched() {
    let (client, _) = client(["created", "running", "successful"].map(state));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let note = seen.clone();
    wait(&client)
        .on_poll(move |instance| note.lock().unwrap().push(instance.state.to_string()))
        .await
        .unwrap();
    assert_eq!(*seen.lock().unwrap(), ["created", "running", "successful"]);
}

#[tokio::test(start_paused = true)]
async fn w6_waiting_only_looks_and_dropping_it_stops_that() {
    let transport = ScriptedTransport::answering(|_| state("running"));
    let client = builder(&transport).build().unwrap();
    let waiting = async { wait(&client).await };
    assert!(tokio::time::timeout(seconds(100), waiting).await.is_err());
    let sent = transport.requests();
    assert!(sent.iter().all(|request| request.method == "GET"));
    tokio::time::sleep(Duration::from_secs(1000)).await;
    assert_eq!((transport.requests().len(), transport.under_way()), (sent.len(), 0));
}

#[tokio::test(start_paused = true)]
async fn w2_waiting_for_many_ends_at_its_deadline_too() {
    let transport = ScriptedTransport::answering(|request| {
        let page = format!(r#"{{"count": 1, "next": null, "results": [{}]}}"#, instance("running"));
        if request.at < seconds(5) { Reply::json(200, page) } else { Reply::hang() }
    });
    let client = saltant::Client::from(builder(&transport).build().unwrap());
    let job: TaskInstance<Executable> = serde_json::from_str(&instance("running")).unwrap();
    let start = tokio::time::Instant::now();
    let finished = client.executable_task_instances().wait_many([job]).deadline(seconds(30)).all().await;
    let error = finished[0].1.as_ref().unwrap_err();
    assert!(error.is_deadline() && error.last().is_some(), "{error:?}");
    assert!(start.elapsed() <= seconds(31), "{:?}", start.elapsed());
}

/// A page of running instances with these numbers as ids.
fn running(numbers: std::ops::Range<u32>, next: bool) -> Reply {
    let instances: Vec<_> = numbers.map(|number| numbered(number, "running")).collect();
    let next = if next { "\"https://saltant.test/api/?page=1\"" } else { "null" };
    let page = format!(r#"{{"count": 90, "next": {next}, "results": [{}]}}"#, instances.join(","));
    Reply::json(200, page)
}

fn numbered(number: u32, state: &str) -> String {
    instance(state).replace("8c93e8b4-", &format!("{number:08x}-"))
}

fn jobs(numbers: std::ops::Range<u32>) -> Vec<TaskInstance<Executable>> {
    numbers.map(|number| serde_json::from_str(&numbered(number, "running")).unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn w7_the_first_look_ends_within_a_second_of_the_deadline() {
    let transport = ScriptedTransport::answering(|_| Reply::hang());
    let client = builder(&transport).build().unwrap();
    let start = tokio::time::Instant::now();
    let error = wait(&client).deadline(seconds(2)).await.unwrap_err();
    assert!(error.is_deadline(), "{error:?}");
    assert!(start.elapsed() <= seconds(3), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn w7_waiting_for_many_ends_within_a_second_of_the_deadline_inside_a_round() {
    // Pages that take long, and pages without an end.
    for delay in [700, 5] {
        let mut page = 0;
        let transport = ScriptedTransport::answering(move |_| {
            page += 1;
            assert!(page < 2000, "pages are listed without an end");
            running(page..page + 1, true).after(Duration::from_millis(delay))
        });
        let client = saltant::Client::from(builder(&transport).build().unwrap());
        let start = tokio::time::Instant::now();
        let wait = client.executable_task_instances().wait_many(jobs(5000..5001)).deadline(seconds(2));
        let finished = wait.all().await;
        assert!(finished[0].1.as_ref().unwrap_err().is_deadline(), "{finished:?}");
        assert!(start.elapsed() <= seconds(3), "{:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn w8_instances_that_finish_between_two_pages_of_a_round_end_no_wait() {
    let finished = || {
        let instances: Vec<_> = (0..4).map(|number| numbered(number, "successful")).collect();
        let page = format!(r#"{{"count": 4, "next": null, "results": [{}]}}"#, instances.join(","));
        Reply::json(200, page)
    };
    let transport = ScriptedTransport::answering(move |request| {
        let query = request.uri.query().unwrap_or_default();
        match (query.contains("successful"), query.contains("page=2")) {
            (true, _) => finished(),
            (false, true) => Reply::json(404, r#"{"detail": "Invalid page."}"#),
            (false, false) => running(0..2, true),
        }
    });
    let client = saltant::Client::from(builder(&transport).build().unwrap());
    let wait = client.executable_task_instances().wait_many(jobs(0..4)).page_size(2).deadline(seconds(30));
    let finished = wait.all().await;
    assert_eq!(finished.len(), 4);
    assert!(finished.iter().all(|(_, result)| result.is_ok()), "{finished:?}");
}

#[tokio::test(start_paused = true)]
async fn p7_a_page_that_repeats_ends_its_part_of_the_round() {
    let transport = ScriptedTransport::answering(|request| match request.uri.query() {
        Some(_) => running(1..3, true),
        None => Reply::json(200, numbered(0, "running")),
    });
    let client = saltant::Client::from(builder(&transport).build().unwrap());
    let wait =
        client.executable_task_instances().wait_many(jobs(0..1)).policy(exact().with_deadline(seconds(1)));
    assert!(wait.all().await[0].1.as_ref().unwrap_err().is_deadline());
    // Two rounds with twice two pages and a single instance each.
    assert_eq!(transport.requests().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn w9_an_interval_of_nothing_is_refused_and_nothing_is_sent() {
    // Without a pause the paused clock stands still: a limit on time would not end the test.
    let transport = ScriptedTransport::answering(|request| panic!("{} was sent", request.uri));
    let client = builder(&transport).build().unwrap();
    for policy in [exact().every(Duration::ZERO), exact().with_pauses(seconds(1), Duration::ZERO)] {
        let error = wait(&client).policy(policy).await.unwrap_err();
        assert!(
            matches!(&error, WaitError::Poll { last: None, error, .. } if error.kind() == ErrorKind::Usage),
            "{error:?}"
        );
        let client = saltant::Client::from(client.clone());
        let many = client.executable_task_instances().wait_many(jobs(0..2)).policy(policy).all().await;
        assert_eq!(many.len(), 2);
        for (_, result) in many {
            let error = saltant_core::Error::from(result.unwrap_err());
            assert_eq!(error.kind(), ErrorKind::Usage);
        }
    }
    assert_eq!(transport.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn w7_instances_of_which_only_the_uuid_is_known_are_located_with_few_requests_and_in_time() {
    // From 15 on, the newest instances are listed first: one page for 15 that are looked for.
    for (count, pages) in [(14, 0), (15, 1), (20, 1), (21, 1), (40, 2), (300, 20)] {
        for delay in [1, 200] {
            let mut page = 10_000;
            let transport = ScriptedTransport::answering(move |request| {
                let id = request.uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let reply = if let Some(Ok(number)) =
                    id.split_once('-').map(|(number, _)| u32::from_str_radix(number, 16))
                {
                    Reply::json(200, numbered(number, "running"))
                } else {
                    // Newer ones, without an end.
                    page += 1;
                    assert!(page < 12_000, "pages are listed without an end");
                    running(page..page + 1, true)
                };
                reply.after(Duration::from_millis(delay))
            });
            let client = saltant::Client::from(builder(&transport).build().unwrap());
            let uuids = jobs(0..count).into_iter().map(|job| job.uuid);
            let start = tokio::time::Instant::now();
            let wait = client.executable_task_instances().wait_many_by_uuid(uuids).deadline(seconds(3));
            let ended = wait.all().await;
            assert!(start.elapsed() <= seconds(4), "{count}: {:?}", start.elapsed());
            assert_eq!(ended.len(), usize::try_from(count).unwrap());
            assert!(ended.iter().all(|(_, result)| result.as_ref().unwrap_err().is_deadline()), "{ended:?}");
            let requests = transport.requests();
            let is_wait = |request: &&SentRequest| !request.uri.query().unwrap_or_default().contains("state");
            let located: Vec<_> = requests.iter().take_while(is_wait).collect();
            let listed = located.iter().filter(|request| request.uri.query().is_some()).count();
            assert!(listed <= pages && located.len() - listed <= usize::try_from(count).unwrap(), "{count}");
            if delay == 1 {
                assert_eq!(located.len(), pages + usize::try_from(count).unwrap(), "{count}");
            }
        }
    }
}
