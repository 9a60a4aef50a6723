//! `submit_once`: a broken connection does not lead to two instances.

use std::sync::{Arc, Mutex};

use saltant::{Client, CreateTaskInstance, Executable};
use saltant_core::{ErrorKind, Phase};
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest, TestClock};

use super::common::{seconds, status, today};

/// A server with a list of names, newest first. The test decides the answers to creates.
fn server(
    stored: &Arc<Mutex<Vec<String>>>,
    mut on_create: impl FnMut(&mut Vec<String>, String) -> Reply + Send + 'static,
) -> ScriptedTransport {
    let stored = stored.clone();
    ScriptedTransport::answering(move |request| {
        let mut stored = stored.lock().unwrap();
        if request.method == "POST" {
            let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
            return on_create(&mut stored, body["name"].as_str().unwrap().to_owned());
        }
        let end = wanted_end(request);
        let found: Vec<_> =
            stored.iter().filter(|name| name.ends_with(&end)).map(|name| instance(name)).collect();
        Reply::json(200, format!(r#"{{"count": {}, "results": [{}]}}"#, found.len(), found.join(",")))
    })
}

fn wanted_end(request: &SentRequest) -> String {
    let query = request.uri.query().unwrap();
    let end = query.split('&').find_map(|pair| pair.strip_prefix("name__endswith=")).unwrap();
    percent_encoding::percent_decode_str(end).decode_utf8().unwrap().into_owned()
}

fn instance(name: &str) -> String {
    let uuid =
        uuid::Uuid::from_u128(name.bytes().fold(1_u128, |sum, byte| sum.wrapping_mul(31) + u128::from(byte)));
    let instance =
        super::waiting::instance("created").replace(&super::common::UUID.to_string(), &uuid.to_string());
    instance.replace("\"n\"", &serde_json::to_string(name).unwrap())
}

fn client(transport: &ScriptedTransport) -> Client {
    Client::builder("https://saltant.test/api")
        .transport(transport.clone())
        .clock(TestClock::starting_at(today()))
        .build()
        .unwrap()
}

fn operation() -> CreateTaskInstance<Executable> {
    CreateTaskInstance::new(2, 1).name("nightly")
}

fn creates(transport: &ScriptedTransport) -> usize {
    transport.requests().iter().filter(|request| request.method == "POST").count()
}

#[tokio::test(start_paused = true)]
async fn s10_without_trouble_it_is_one_request() {
    let stored = Arc::default();
    let transport = server(&stored, |_, name| Reply::json(201, instance(&name)));
    let client = client(&transport);
    let job = client.executable_task_instances().submit_once(operation()).await.unwrap();
    assert_eq!(transport.requests().len(), 1);
    let mark = job.name.strip_prefix("nightly [once ").unwrap().strip_suffix(']').unwrap();
    assert_eq!(mark.len(), 32);
    // Another call has another mark.
    let other = client.executable_task_instances().submit_once(operation()).await.unwrap();
    assert_ne!(other.name, job.name);
}

#[tokio::test(start_paused = true)]
async fn s10_what_has_arrived_is_found_and_not_sent_again() {
    for failure in [
        || Reply::fail(Phase::Sent),
        || Reply::fail(Phase::Body),
        Reply::hang,
        || status(502),
        || status(500),
        || Reply::json(201, "{"),
        || Reply::json(201, "<html>"),
    ] {
        let stored = Arc::default();
        let transport = server(&stored, move |stored, name| {
            stored.insert(0, name);
            failure()
        });
        let client = client(&transport);
        let job = client.executable_task_instances().submit_once(operation()).await.unwrap();
        assert_eq!((creates(&transport), job.name.starts_with("nightly [once ")), (1, true));
        assert_eq!(stored.lock().unwrap().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn s10_what_has_not_arrived_is_sent_again_after_looking() {
    let stored = Arc::default();
    let mut count = 0;
    let transport = server(&stored, move |stored, name| {
        count += 1;
        if count < 3 {
            return Reply::fail(Phase::Sent);
        }
        stored.insert(0, name.clone());
        Reply::json(201, instance(&name))
    });
    let client = client(&transport);
    client.executable_task_instances().submit_once(operation()).await.unwrap();
    assert_eq!((creates(&transport), transport.requests().len()), (3, 3 + 2 * 3));
    let names: std::collections::BTreeSet<_> = transport
        .requests()
        .iter()
        .filter(|request| request.method == "POST")
        .map(|request| request.body.clone())
        .collect();
    assert_eq!(names.len(), 1, "the mark has to stay the same");
}

#[tokio::test(start_paused = true)]
async fn s10_one_that_arrives_late_is_found_within_the_time_to_settle() {
    let stored: Arc<Mutex<Vec<String>>> = Arc::default();
    let late = stored.clone();
    let transport = server(&stored, move |_, name| {
        let late = late.clone();
        tokio::spawn(async move {
            tokio::time::sleep(seconds(12)).await;
            late.lock().unwrap().insert(0, name);
        });
        Reply::fail(Phase::Sent)
    });
    let client = client(&transport);
    client.executable_task_instances().submit_once(operation()).await.unwrap();
    assert_eq!(creates(&transport), 1);
}

#[tokio::test(start_paused = true)]
async fn s10_a_mark_of_the_programs_own_holds_over_a_restart() {
    let stored = Arc::default();
    let transport = server(&stored, |stored, name| {
        stored.insert(0, name.clone());
        Reply::json(201, instance(&name))
    });
    for _ in 0..2 {
        let client = client(&transport);
        let submit = client.executable_task_instances().submit_once(operation()).mark("order-17");
        assert_eq!(submit.await.unwrap().name, "nightly [once order-17]");
    }
    assert_eq!(creates(&transport), 1);
    // A mark with the same ending is another mark.
    let client = client(&transport);
    client.executable_task_instances().submit_once(operation()).mark("17").await.unwrap();
    assert_eq!(creates(&transport), 2);
}

#[tokio::test(start_paused = true)]
async fn s10_of_several_the_oldest_is_given() {
    let names = ["clone [once a]", "original [once a]"].map(str::to_owned).to_vec();
    let transport = server(&Arc::new(Mutex::new(names)), |_, _| status(500));
    let client = client(&transport);
    let job = client.executable_task_instances().submit_once(operation()).mark("a").await.unwrap();
    assert_eq!((job.name.as_str(), creates(&transport)), ("original [once a]", 0));
}

#[tokio::test(start_paused = true)]
async fn s10_a_refusal_is_final_and_so_is_not_being_reached() {
    for (reply, kind) in [(400, ErrorKind::Api), (401, ErrorKind::Auth), (403, ErrorKind::Api)] {
        let transport = server(&Arc::default(), move |_, _| status(reply));
        let client = client(&transport);
        let error = client.executable_task_instances().submit_once(operation()).await.unwrap_err();
        assert_eq!((error.kind(), transport.requests().len()), (kind, 1));
    }
    let transport = server(&Arc::default(), |_, _| Reply::fail(Phase::Certificate));
    let error = client(&transport).executable_task_instances().submit_once(operation()).await.unwrap_err();
    assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::Connect, 1));
}

#[tokio::test(start_paused = true)]
async fn s10_an_outcome_that_stays_open_names_the_mark() {
    // The instance is not found, and only one attempt is allowed.
    let transport = server(&Arc::default(), |_, _| Reply::fail(Phase::Sent));
    let client_ = client(&transport);
    let submit = client_.executable_task_instances().submit_once(operation()).mark("m").attempts(1);
    let error = submit.await.unwrap_err();
    assert_eq!((error.kind(), creates(&transport)), (ErrorKind::OutcomeUnknown, 1));
    assert!(error.to_string().contains("its name ends with [once m]"), "{error}");

    // The search is refused.
    let transport = ScriptedTransport::answering(|request| {
        if request.method == "POST" { Reply::fail(Phase::Sent) } else { status(403) }
    });
    let error = client(&transport).executable_task_instances().submit_once(operation()).await.unwrap_err();
    assert_eq!((error.kind(), creates(&transport)), (ErrorKind::OutcomeUnknown, 1));
    assert!(error.to_string().contains("looking for it failed"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn s10_a_name_without_room_for_the_mark_is_refused() {
    let transport = server(&Arc::default(), |_, _| status(500));
    let client = client(&transport);
    let long = CreateTaskInstance::<Executable>::new(2, 1).name("ü".repeat(192));
    let error = client.executable_task_instances().submit_once(long).mark("m").await.unwrap_err();
    assert_eq!((error.kind(), transport.requests().len()), (ErrorKind::Usage, 0));
}

#[tokio::test(start_paused = true)]
async fn r9_a_later_refusal_does_not_settle_an_earlier_request() {
    for code in [400, 403, 409, 429] {
        let mut count = 0;
        let transport = server(&Arc::default(), move |_, _| {
            count += 1;
            if count == 1 { Reply::fail(Phase::Sent) } else { status(code) }
        });
        let client = client(&transport);
        let error = client.executable_task_instances().submit_once(operation()).mark("m").await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::OutcomeUnknown, true), "{code}");
        let end = "an earlier request may have been carried out; if there is an instance, its name ends with \
                   [once m]";
        assert!(error.to_string().ends_with(end), "{error}");
    }
}
