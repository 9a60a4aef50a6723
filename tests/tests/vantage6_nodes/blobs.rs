//! Inputs and results on a server that stores them as blobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::HeaderValue;
use http_body_util::Limited;
use saltant::vantage6::{
    Client, CreateTask, Encryption, EncryptionError, ListTasks, OrganizationId, Participant, PrivateKey,
    Task, TaskInput, TaskResults,
};
use saltant::{ErrorKind, file_body};
use saltant_core::Body;
use saltant_core::http::Method;
use saltant_dev_server::Fault;
use saltant_dev_server::vantage6::{Algorithm, DevServer, DevServerBuilder};
use serde_json::{Value, json};

use super::setup::{NAMES, builder, hospitals, log_in, study, sum, task, wait, with_key};

/// More than any buffer on the way, and no multiple of a group of base64 or of a block of the cipher.
const LONG: usize = 3_000_001;

/// Returns its input as the result.
fn echo() -> Algorithm {
    Algorithm::function(|work| Ok(work.input().to_vec()))
}

fn blobs(encrypted: bool) -> DevServerBuilder {
    builder(encrypted).blob_store().algorithm("sum:1", sum()).algorithm("echo:1", echo())
}

/// Alice, with her key if the collaboration is encrypted.
async fn alice(server: &DevServer, encrypted: bool) -> (Client, Option<Encryption>) {
    if encrypted {
        let (alice, encryption) = with_key(server).await;
        return (alice, Some(encryption));
    }
    (log_in(server, "alice").await, None)
}

async fn create(client: &Client, encryption: Option<&Encryption>, task: CreateTask) -> Task {
    match encryption {
        Some(encryption) => encryption.create_task(task).await.unwrap(),
        None => client.tasks().create(task).await.unwrap(),
    }
}

fn values(encryption: Option<&Encryption>, results: &TaskResults) -> Vec<Value> {
    match encryption {
        Some(encryption) => encryption.json(results).unwrap().into_values().collect(),
        None => results.json().unwrap().into_values().collect(),
    }
}

fn long() -> Vec<u8> {
    (0..LONG).map(|at| u8::try_from(at % 251).unwrap()).collect()
}

fn echo_of(hospital: OrganizationId, input: impl Into<TaskInput>) -> CreateTask {
    CreateTask::new("echo:1", [Participant::new(hospital).input(input)]).collaboration(study())
}

#[tokio::test]
async fn f9_a_task_uploads_its_inputs_and_its_results_are_downloaded_encrypted_or_not() {
    for encrypted in [false, true] {
        let server = blobs(encrypted).start().await.unwrap();
        let (alice, encryption) = alice(&server, encrypted).await;
        let encryption = encryption.as_ref();
        let all = hospitals(&alice).await;
        let created = create(&alice, encryption, task("sum:1", &all[..1])).await;
        let results = wait(&alice, &created).await;
        let sum = all.iter().map(|id| id.get()).sum::<u64>();
        assert_eq!(values(encryption, &results)[0]["sum"], json!(sum));
        let result = &results.results[0];
        assert!(result.is_blob && result.blob.is_some(), "{result:?}");
        assert_eq!(values(encryption, &alice.results_of(&created).await.unwrap())[0]["sum"], json!(sum));
        // One by one: a result, and the input of an own run.
        let run = alice.runs().get(result.run).await.unwrap();
        let one = alice.results().get(result.run).await.unwrap();
        let (input, one) = match encryption {
            Some(encryption) => (encryption.input(&run).await, encryption.content(&one).await),
            None => (alice.runs().input(&run).await, alice.results().content(&one).await),
        };
        assert_eq!(input.unwrap().unwrap().json::<Value>().unwrap(), json!({"method": "run"}));
        assert_eq!(one.unwrap().unwrap().json::<Value>().unwrap()["sum"], json!(sum));
        // The server was asked once, and each input was uploaded before its task.
        create(&alice, encryption, task("sum:1", &all[1..])).await;
        let requests = server.requests();
        let count = |method: &str, path: &str| {
            requests.iter().filter(|request| request.method == method && request.path == path).count()
        };
        assert_eq!(count("GET", "/api/blobstream/status"), 1);
        assert_eq!(count("POST", "/api/blobstream"), 3);
        server.shutdown().await;
    }
}

#[tokio::test]
async fn f9_a_file_is_an_input_and_a_result_is_streamed_encrypted_or_not() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), long()).unwrap();
    for encrypted in [false, true] {
        let server = blobs(encrypted).start().await.unwrap();
        let (alice, encryption) = alice(&server, encrypted).await;
        let encryption = encryption.as_ref();
        let hospital = hospitals(&alice).await[0];
        let input = file_body(file.path()).await.unwrap();
        let created = create(&alice, encryption, echo_of(hospital, input)).await;
        wait(&alice, &created).await;
        let results = alice.wait_for_results(&created).leave_blobs().await.unwrap();
        let result = &results.results[0];
        assert!(result.blob.is_none());
        let content = match encryption {
            Some(encryption) => encryption.content(result),
            None => alice.results().content(result),
        };
        let mut download = content.clone().stream().await.unwrap().unwrap();
        let (mut pieces, mut longest, mut read) = (0, 0, Vec::new());
        while let Some(piece) = download.next().await {
            let piece = piece.unwrap();
            (pieces, longest) = (pieces + 1, longest.max(piece.len()));
            read.extend_from_slice(&piece);
        }
        assert!(read == long(), "{} bytes", read.len());
        assert!(pieces > 4 && longest < LONG / 2, "{pieces} pieces, the longest of {longest} bytes");
        let mut written = Vec::new();
        assert_eq!(
            content.clone().stream().await.unwrap().unwrap().write_to(&mut written).await.unwrap(),
            LONG as u64
        );
        assert!(written == long());
        assert!(content.await.unwrap().unwrap().bytes() == &long());
        server.shutdown().await;
    }
}

#[tokio::test]
async fn f9_a_blob_beyond_the_limit_is_an_error_that_says_so() {
    let server = blobs(false).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let hospital = hospitals(&alice).await[0];
    let created = create(&alice, None, echo_of(hospital, Body::from(long()))).await;
    wait(&alice, &created).await;
    let limit = 100_000;
    let error = alice.results_of(&created).max_body(limit).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::TooLarge, Some("vantage6.blob.download")));
    assert!(error.to_string().contains("longer than 100000 bytes; max_body allows more"), "{error}");
    assert!(alice.wait_for_results(&created).max_body(limit).await.is_err());
    let results = alice.results_of(&created).max_body(limit).leave_blobs().await.unwrap();
    let content = || alice.results().content(&results.results[0]);
    assert_eq!(content().max_body(limit).await.unwrap_err().kind(), ErrorKind::TooLarge);
    let mut download = content().max_body(limit).stream().await.unwrap().unwrap();
    let mut written = Vec::new();
    assert_eq!(download.write_to(&mut written).await.unwrap_err().kind(), ErrorKind::TooLarge);
    assert!(written.is_empty(), "the length was known beforehand");
    assert!(content().max_body(LONG * 2).await.is_ok());
    // A limit for an input is one for its body. No task is created without its input.
    let before = alice.tasks().list(ListTasks::new()).items().all().await.unwrap().len();
    let limited = Body::replayable(move || Limited::new(Body::from(long()), limit));
    assert!(alice.tasks().create(echo_of(hospital, limited)).await.is_err());
    assert_eq!(alice.tasks().list(ListTasks::new()).items().all().await.unwrap().len(), before);
    server.shutdown().await;
}

#[tokio::test]
async fn f9_a_download_that_is_cut_begins_again_or_is_an_error() {
    for encrypted in [false, true] {
        let server = blobs(encrypted).start().await.unwrap();
        let (alice, encryption) = alice(&server, encrypted).await;
        let hospital = hospitals(&alice).await[0];
        let created = create(&alice, encryption.as_ref(), echo_of(hospital, Body::from(long()))).await;
        wait(&alice, &created).await;
        let cut = || Fault::cut_answer().on("GET", "/api/blobstream/*");
        server.inject(cut());
        let results = alice.results_of(&created).await.unwrap();
        assert!(results.results[0].blob.is_some(), "in memory it begins again by itself");
        server.inject(cut());
        let content = match &encryption {
            Some(encryption) => {
                encryption.content(&alice.results().get(results.results[0].run).await.unwrap())
            }
            None => alice.results().content(&alice.results().get(results.results[0].run).await.unwrap()),
        };
        let mut written = Vec::new();
        let error = content.stream().await.unwrap().unwrap().write_to(&mut written).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Transport, Some("vantage6.blob.download")));
        assert!(written.len() < LONG && long().starts_with(&written), "what came is right");
        server.shutdown().await;
    }
}

#[tokio::test]
async fn f9_a_lost_upload_is_sent_again_and_the_task_is_created_once() {
    let server = blobs(false).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let hospital = hospitals(&alice).await[0];
    let made = Arc::new(AtomicUsize::new(0));
    let counted = made.clone();
    let input = Body::replayable(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Body::from("[1]")
    });
    server.inject(Fault::lose_answer().on("POST", "/api/blobstream"));
    let created = alice.tasks().create(echo_of(hospital, input)).await.unwrap();
    assert!(made.load(Ordering::Relaxed) >= 2, "it was read again");
    assert_eq!(values(None, &wait(&alice, &created).await), [json!([1])]);
    assert_eq!(alice.tasks().list(ListTasks::new()).items().all().await.unwrap().len(), 1);
    // A refused upload is the error of the call.
    server.inject(Fault::status(500).on("POST", "/api/blobstream"));
    let error = alice.tasks().create(echo_of(hospital, json!([1]))).await.unwrap_err();
    assert_eq!(error.operation(), Some("vantage6.blob.upload"));
    assert_eq!(alice.tasks().list(ListTasks::new()).items().all().await.unwrap().len(), 1);
    server.shutdown().await;
}

#[tokio::test]
async fn a_blob_is_not_decrypted_with_another_key() {
    let server = blobs(true).start().await.unwrap();
    let (alice, encryption) = with_key(&server).await;
    let hospital = hospitals(&alice).await[0];
    let created = encryption.create_task(echo_of(hospital, json!({"canary": 1}))).await.unwrap();
    let results = wait(&alice, &created).await;
    let other = PrivateKey::from_pem(&server.organization_key(NAMES[1]).unwrap()).unwrap();
    let result = &results.results[0];
    let error = result.decrypted(&other).unwrap_err();
    assert!(matches!(error, EncryptionError::Decrypt(_)), "{error:?}");
    let bob = alice.setup_encryption(other).replace_other_key().await.unwrap();
    let error = bob.content(result).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Decode, "unreadable content: cannot be decrypted".into())
    );
    let stored = alice.results().get(result.run).await.unwrap();
    let mut download = bob.content(&stored).stream().await.unwrap().unwrap();
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("cannot be decrypted"), "{error}");
    assert!(download.next().await.is_none());
    let mut read = bob.content(result).stream().await.unwrap().unwrap();
    let error = read.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "unreadable answer: cannot be decrypted");
    // Without a key it is no base64.
    assert!(alice.results().content(result).await.unwrap_err().to_string().contains("is it encrypted?"));
    server.shutdown().await;
}

#[tokio::test]
async fn a12_a_stream_does_not_leave_unencrypted_for_an_encrypted_collaboration() {
    let server = blobs(true).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let hospital = hospitals(&alice).await[0];
    for input in [TaskInput::from(Body::from("secret")), TaskInput::from(json!("secret"))] {
        let error = alice.tasks().create(echo_of(hospital, input)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
    }
    assert!(
        server.requests().iter().all(|request| request.path != "/api/blobstream"),
        "nothing was uploaded"
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_stream_for_a_server_without_blobs_is_refused_before_it_is_sent() {
    let server = builder(false).algorithm("echo:1", echo()).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let hospital = hospitals(&alice).await[0];
    let error = alice.tasks().create(echo_of(hospital, Body::from("[1]"))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encode);
    assert!(
        error.to_string().ends_with("is a stream, which only a server that stores blobs takes"),
        "{error}"
    );
    assert!(
        server.requests().iter().all(|request| request.method != "POST" || request.path.ends_with("/user"))
    );
    // A content that comes in the answer itself can be streamed too.
    let created = alice.tasks().create(echo_of(hospital, json!([1]))).await.unwrap();
    let results = wait(&alice, &created).await;
    let content = alice.results().content(&results.results[0]);
    let mut written = Vec::new();
    content.stream().await.unwrap().unwrap().write_to(&mut written).await.unwrap();
    assert_eq!(written, b"[1]");
    server.shutdown().await;
}

#[tokio::test]
async fn a_task_that_is_created_by_name_uploads_its_inputs_too() {
    let server = blobs(false).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let hospital = hospitals(&alice).await[0];
    let arguments = json!({
        "image": "echo:1", "collaboration": study(), "organizations": [{"id": hospital, "stream": "[2]"}],
    });
    let entry = saltant::catalog::find("vantage6.task.create").unwrap();
    let made = alice.call(entry.operation(arguments.clone()).unwrap()).await.unwrap();
    let task = saltant::vantage6::TaskId::new(made["id"].as_u64().unwrap());
    let task = alice.tasks().get(task).await.unwrap();
    assert_eq!(values(None, &wait(&alice, &task).await), [json!([2])]);
    let shown = alice.call(entry.operation(arguments.clone()).unwrap()).request().unwrap_err();
    assert!(shown.to_string().contains("uploaded before it"), "{shown}");
    let text = alice.call(entry.operation(arguments).unwrap().into_text()).await.unwrap();
    assert!(text.starts_with("{\"id\":2,"), "{text}");
    server.shutdown().await;
}

#[tokio::test]
async fn blobs_are_refused_as_on_a_real_server() {
    let server = blobs(false).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let hospital = hospitals(&alice).await[0];
    // A text that is no uuid is refused, and a blob that belongs to no run is not given.
    let body = json!({
        "image": "sum:1", "collaboration_id": study(), "organizations": [{"id": hospital, "input": "e30="}],
    });
    let refused = alice.request(Method::POST, "task").json(&body).await.unwrap_err();
    assert_eq!(refused.status().unwrap().as_u16(), 400);
    let stray = alice.blobs().upload("x").await.unwrap().uuid;
    let status = |error: saltant::Error| error.status().unwrap().as_u16();
    assert_eq!(status(alice.blobs().download(stray).await.unwrap_err()), 404);
    let blob = alice.blobs().upload("WzFd").await.unwrap().uuid;
    let created = alice.tasks().create(echo_of(hospital, blob)).await.unwrap();
    assert_eq!(values(None, &wait(&alice, &created).await), [json!([1])]);
    assert_eq!(&*alice.blobs().download(blob).await.unwrap(), b"WzFd");
    // With its task goes the blob.
    alice.tasks().delete(&created).await.unwrap();
    assert_eq!(status(alice.blobs().download(blob).await.unwrap_err()), 404);
    // Without a store there are none.
    let plain = builder(false).start().await.unwrap();
    let root = log_in(&plain, "root").await;
    assert_eq!(status(root.blobs().upload("x").await.unwrap_err()), 501);
    let octets = HeaderValue::from_static("application/octet-stream");
    assert!(root.request(Method::POST, "blobstream").body(octets, "x").await.is_err());
    server.shutdown().await;
    plain.shutdown().await;
}
