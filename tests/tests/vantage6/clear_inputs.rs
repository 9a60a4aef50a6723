//! A12: whether an input may leave unencrypted, on every way to create a task.

use saltant::ErrorKind;
use saltant::blocking::Blocking;
use saltant::catalog;
use saltant::vantage6::{
    CreateCollaboration, CreateTask, GetCollaboration, Participant, Payload, UpdateCollaboration,
};
use saltant_http::testing::Reply;
use serde_json::{Value, json};

use super::setup::{client, logged_in, no_blobs, sent};

const SEALED: &str = "a2V5$aXY=$";

fn collaboration(id: u64, encrypted: bool) -> Reply {
    Reply::json(200, json!({"id": id, "name": "c", "encrypted": encrypted}).to_string())
}

fn link(id: u64) -> Value {
    json!({"id": id, "link": "/api/x", "methods": []})
}

fn made() -> Reply {
    let task = json!({
        "id": 1, "job_id": 1, "status": "pending", "created_at": "2026-11-21T00:32:16",
        "collaboration": link(3), "init_org": link(2),
    });
    Reply::json(201, task.to_string())
}

fn clear() -> CreateTask {
    CreateTask::new("i", [Participant::new(2).input(Payload::new("secret"))])
}

fn by_name(arguments: &Value) -> catalog::AnyOperation {
    let mut all = json!({"image": "i", "organizations": [{"id": 2, "base64": "c2VjcmV0"}]});
    all.as_object_mut().unwrap().extend(arguments.as_object().unwrap().clone());
    catalog::find("vantage6.task.create").unwrap().operation(all).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a12_an_input_in_the_clear_does_not_leave_for_an_encrypted_collaboration() {
    let study = json!({"id": 5, "name": "s", "collaboration": link(3)});
    let (client, server) = client([collaboration(3, true), Reply::json(200, study.to_string())]);
    for _ in 0..2 {
        let error = client.tasks().create(clear().collaboration(3)).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::Encode, false));
        assert_eq!(
            error.to_string(),
            "vantage6.task.create: `input`: the collaboration is encrypted, and the input of organization 2 \
             is not: encrypt it (`Encryption::create_task`), or set `unencrypted` to send it as it is"
        );
        assert!(client.collaboration(3).create_task(clear()).await.is_err());
        assert!(client.tasks().create(clear().study(5)).await.is_err());
        assert!(client.call(clear().collaboration(3)).await.is_err());
        assert!(client.call(clear().collaboration(3)).with_response().await.is_err());
        assert!(client.http().call_all([clear().collaboration(3)]).await[0].is_err());
        assert!(
            client.call(clear().collaboration(3)).request().is_err(),
            "what is known holds for a look, too"
        );
    }
    let bare = CreateTask::new("i", [2]).input(json!({})).collaboration(3);
    assert!(client.tasks().create(bare).await.is_err(), "the input of all counts, too");
    assert_eq!(sent(&server), ["GET /api/collaboration/3", "GET /api/study/5"], "each is looked up once");
}

#[tokio::test(start_paused = true)]
async fn a12_a_task_that_is_created_by_name_is_held_back_too() {
    let (client, server) = client([collaboration(3, true), no_blobs(), made(), made()]);
    let error = client.call(by_name(&json!({"collaboration": 3}))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encode);
    assert!(client.http().call(by_name(&json!({"collaboration_id": 3}))).await.is_err());
    client.call(by_name(&json!({"collaboration": 3, "unencrypted": true}))).await.unwrap();
    let sealed = json!({"collaboration": 3, "organizations": [{"id": 2, "sealed": SEALED}]});
    client.call(by_name(&sealed)).await.unwrap();
    let all = ["GET /api/collaboration/3", "GET /api/blobstream/status", "POST /api/task", "POST /api/task"];
    assert_eq!(sent(&server), all);
    let body: Value = serde_json::from_slice(&server.requests()[2].body).unwrap();
    assert_eq!(
        body,
        json!({"image": "i", "collaboration_id": 3, "organizations": [{"id": 2, "input": "c2VjcmV0"}]})
    );
}

#[test]
fn a12_the_blocking_client_holds_it_back_too() {
    let (client, server) = client([collaboration(3, true)]);
    let client = Blocking::new(client).unwrap();
    assert!(client.run(client.tasks().create(clear().collaboration(3))).is_err());
    assert!(client.run(client.call(by_name(&json!({"collaboration": 3})))).is_err());
    assert_eq!(sent(&server), ["GET /api/collaboration/3"]);
}

#[tokio::test(start_paused = true)]
async fn a12_what_setup_collaboration_found_is_not_looked_up_again() {
    let (client, server) = logged_in([collaboration(3, true)]).await;
    let ours = client.setup_collaboration(3).await.unwrap();
    assert!(ours.create_task(clear()).await.is_err());
    assert_eq!(sent(&server).last().unwrap(), "GET /api/collaboration/3");
    assert_eq!(server.left(), 0);
}

#[tokio::test(start_paused = true)]
async fn a12_an_input_in_the_clear_leaves_where_it_may() {
    let (client, server) = client([collaboration(4, false), no_blobs(), made(), made(), made()]);
    client.tasks().create(clear().collaboration(4)).await.unwrap();
    client.tasks().create(clear().collaboration(4)).await.unwrap();
    client.tasks().create(clear().collaboration(3).unencrypted(true)).await.unwrap();
    assert_eq!(
        sent(&server),
        [
            "GET /api/collaboration/4",
            "GET /api/blobstream/status",
            "POST /api/task",
            "POST /api/task",
            "POST /api/task"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a12_calls_at_the_same_time_look_once() {
    let (client, server) = client([collaboration(4, false), no_blobs(), made(), made(), made()]);
    let tasks = (0..3).map(|_| clear().collaboration(4));
    assert!(client.http().call_all(tasks).await.iter().all(Result::is_ok));
    assert_eq!(sent(&server).iter().filter(|line| line.starts_with("GET")).count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a12_a_collaboration_that_this_client_changes_is_known_as_it_is_now() {
    let (client, server) = client([
        collaboration(4, false),
        collaboration(4, true),
        collaboration(4, false),
        collaboration(4, true),
    ]);
    let create = || client.tasks().create(clear().collaboration(4));
    client.collaborations().get(4).await.unwrap();
    client.collaborations().update(UpdateCollaboration::new(4).encrypted(true)).await.unwrap();
    assert_eq!(create().await.unwrap_err().kind(), ErrorKind::Encode);
    client.collaborations().create(CreateCollaboration::new("c", [2], false)).await.unwrap();
    let arguments = json!({"id": 4});
    let get = catalog::find("vantage6.collaboration.get").unwrap().operation(arguments).unwrap();
    client.call(get).await.unwrap();
    assert_eq!(create().await.unwrap_err().kind(), ErrorKind::Encode);
    assert_eq!(server.left(), 0);
}

#[tokio::test(start_paused = true)]
async fn a12_no_task_is_sent_where_the_collaboration_cannot_be_looked_up() {
    let (client, server) = client([Reply::json(401, r#"{"msg": "You lack the permission to do that!"}"#)]);
    let error = client.tasks().create(clear().collaboration(3)).await.unwrap_err();
    assert!(error.is_forbidden(), "{error:?}");
    assert_eq!(error.operation(), Some("vantage6.collaboration.get"));
    assert_eq!(sent(&server), ["GET /api/collaboration/3"]);
}

#[tokio::test(start_paused = true)]
async fn a12_an_answer_about_another_collaboration_does_not_open_the_way() {
    let (client, server) = client([collaboration(9, true)]);
    assert!(client.tasks().create(clear().collaboration(3)).await.is_err());
    assert_eq!(sent(&server), ["GET /api/collaboration/3"]);
    assert_eq!(client.call(GetCollaboration::new(3)).operation().id.get(), 3);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_sent_anyway_is_not_looked_up() {
    let (client, server) = client([]);
    let error = client.tasks().create(clear().collaboration(3).databases(["1a"])).await.unwrap_err();
    assert!(error.to_string().contains("a label is a word"), "{error}");
    assert!(sent(&server).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_task_is_read_from_the_services_own_document() {
    let document = json!({
        "name": "avg", "image": "i", "collaboration_id": 3,
        "organizations": [
            {"id": 2, "input": "WzFd"}, {"id": 3, "input": SEALED}, {"id": 4, "input": {"method": "m"}},
            {"id": 5, "input": "00000000-0000-0000-0000-000000000001"},
        ],
        "databases": [{"label": "omop", "query": "SELECT 1"}],
    });
    let typed: CreateTask = serde_json::from_value(document.clone()).unwrap();
    let entry = catalog::find("vantage6.task.create").unwrap();
    let named = entry.operation(document.clone()).unwrap();
    let mut expected = document;
    expected["organizations"][2]["input"] = "eyJtZXRob2QiOiJtIn0=".into();
    let (client, server) = client([no_blobs(), made(), made()]);
    client.call(typed.unencrypted(true)).await.unwrap();
    let again = Value::Object({
        let mut arguments = named.to_arguments().unwrap();
        arguments.insert("unencrypted".into(), true.into());
        arguments
    });
    client.call(entry.operation(again).unwrap()).await.unwrap();
    for request in &server.requests()[1..] {
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), expected);
    }
}

#[test]
fn what_a_task_document_cannot_say_is_named() {
    let error = |extra: Value| {
        let mut document = json!({"image": "i", "organizations": [2], "collaboration_id": 3});
        document.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        serde_json::from_value::<CreateTask>(document).unwrap_err().to_string()
    };
    assert!(error(json!({"colour": "red"})).starts_with("there is no argument `colour`; there are: image, "));
    assert_eq!(
        error(json!({"collaboration": 3})),
        "argument `collaboration`: it is given a second time, as `collaboration_id`"
    );
    assert_eq!(
        error(json!({"organizations": [{"id": 2, "input": "hello"}]})),
        "argument `organizations`: at [0]: not base64; is it encrypted?"
    );
}
