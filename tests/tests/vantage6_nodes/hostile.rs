use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use saltant::Error;
use saltant::vantage6::{
    Client, CreateTask, ListOrganizations, ListTasks, Participant, Payload, RunStatus, TaskId, UpdateRun,
};
use saltant_core::http::Method;
use saltant_dev_server::vantage6::{Algorithm, DevServer, NewCollaboration, NewUser, Work};
use saltant_dev_server::{Fault, StartError};
use serde_json::json;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::setup::{builder, bytes, hospitals, log_in, study, task, wait};

fn nothing() -> Algorithm {
    Algorithm::function(|_| Ok(bytes(&json!(null))))
}

/// Logs the node of Hospital B in.
async fn node(server: &DevServer, root: &Client) -> Result<Client, Error> {
    let anonymous = Client::new(server.url())?;
    let key = root.nodes().reset_api_key(4).await?.api_key;
    Ok(anonymous.with_tokens(anonymous.tokens().node(key).await?))
}

/// Asks for a container's token as a node.
async fn container(server: &DevServer, root: &Client, task: TaskId, image: &str) -> Result<Client, Error> {
    let node = node(server, root).await?;
    let token = node.tokens().container(task, image).await?.container_token;
    Ok(node.with_bearer(token))
}

#[tokio::test]
async fn a_container_token_is_good_for_its_own_task_only() {
    let (go, wait_for_go) = mpsc::channel::<()>();
    let wait_for_go = Arc::new(Mutex::new(wait_for_go));
    let held = Algorithm::function(move |_: &Work| {
        let _ = wait_for_go.lock().unwrap().recv();
        Ok(bytes(&json!(1)))
    });
    let server =
        builder(false).algorithm("held:1", held).algorithm("other:1", nothing()).start().await.unwrap();
    let (root, alice) = (log_in(&server, "root").await, log_in(&server, "alice").await);
    let all = hospitals(&alice).await;
    let created = alice.tasks().create(task("held:1", &all[..1])).await.unwrap();
    let refused = container(&server, &root, created.id, "other:1").await;
    assert_eq!(refused.unwrap_err().status().unwrap().as_u16(), 401);
    let algorithm = container(&server, &root, created.id, "held:1").await.unwrap();
    assert_eq!(algorithm.tasks().status(&created).await.unwrap().status, RunStatus::Active);
    // Another image, and what only users may do.
    let other = algorithm.tasks().create(task("other:1", &all[1..2])).await;
    assert_eq!(other.unwrap_err().status().unwrap().as_u16(), 401);
    for path in ["user", "role", "node", "study"] {
        let refused = algorithm.request(Method::GET, path).await;
        assert_eq!(refused.unwrap_err().status().unwrap().as_u16(), 500, "{path}");
    }
    let refused = algorithm.tasks().delete(&created).await;
    assert_eq!(refused.unwrap_err().status().unwrap().as_u16(), 500);
    go.send(()).unwrap();
    wait(&alice, &created).await;
    // The task has ended: no more subtasks, and no more tokens.
    let late = algorithm.tasks().create(task("held:1", &all[1..2])).await;
    assert_eq!(late.unwrap_err().status().unwrap().as_u16(), 401);
    let refused = container(&server, &root, created.id, "held:1").await;
    assert_eq!(refused.unwrap_err().status().unwrap().as_u16(), 400);
    server.shutdown().await;
}

#[tokio::test]
async fn a_container_uploads_nothing_once_its_task_has_ended() {
    let server = builder(false).blob_store().algorithm("nothing:1", nothing()).start().await.unwrap();
    let (root, alice) = (log_in(&server, "root").await, log_in(&server, "alice").await);
    let all = hospitals(&alice).await;
    server.inject(Fault::stuck_in("pending").on("POST", "/api/task"));
    let stuck = alice.tasks().create(task("nothing:1", &all[..1])).await.unwrap();
    let algorithm = container(&server, &root, stuck.id, "nothing:1").await.unwrap();
    assert!(algorithm.blobs().upload("e30=").await.is_ok());
    alice.tasks().kill(&stuck).await.unwrap();
    let late = algorithm.blobs().upload("e30=").await.unwrap_err();
    assert_eq!(late.status().unwrap().as_u16(), 403);
    server.shutdown().await;
}

#[tokio::test]
async fn a_node_changes_no_run_of_another_organization() {
    let server = builder(false).start().await.unwrap();
    let (root, alice) = (log_in(&server, "root").await, log_in(&server, "alice").await);
    let all = hospitals(&alice).await;
    server.inject(Fault::stuck_in("pending").on("POST", "/api/task"));
    let stuck = alice.tasks().create(task("nothing:1", &all)).await.unwrap();
    let node = node(&server, &root).await.unwrap();
    let own = node.organizations().get(root.nodes().get(4).await.unwrap().organization.id).await.unwrap().id;
    for run in alice.runs().from_task(&stuck).items().all().await.unwrap() {
        let done = node.runs().update(UpdateRun::new(run.id).status(RunStatus::Active)).await;
        let status = done.map_or_else(|error| error.status().unwrap().as_u16(), |_| 200);
        assert_eq!(status, if run.organization.id == own { 200 } else { 401 });
    }
    server.shutdown().await;
}

/// Sends the head of a request whose body never comes, and gives the answer.
async fn answer_to(server: &DevServer, token: Option<&str>) -> String {
    let token = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    let head = format!(
        "POST /api/task HTTP/1.1\r\nhost: {}\r\n{token}content-type: application/json\r\n\
         content-length: 1099511627776\r\nconnection: close\r\n\r\n",
        server.addr()
    );
    let mut stream = TcpStream::connect(server.addr()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await;
    // The connection may be reset, as its body is not read.
    let _ = read.expect("the server answers without the body");
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn giant_inputs_are_refused_before_they_are_read() {
    let server = builder(false).algorithm("nothing:1", nothing()).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    // A tebibyte is announced, by a user and by a stranger: neither is waited for.
    let token = alice.tokens_now().unwrap().access_token;
    let refused = answer_to(&server, Some(token.expose())).await;
    assert!(refused.starts_with("HTTP/1.1 400 ") && refused.contains("too large"), "{refused}");
    let stranger = answer_to(&server, None).await;
    assert!(stranger.starts_with("HTTP/1.1 401 "), "{stranger}");
    // An input that makes the body longer than 64 MiB, sent by the client.
    let giant = Participant::new(all[0]).input(Payload::new(vec![b' '; 49 << 20]));
    let error = alice.tasks().create(CreateTask::new("nothing:1", [giant]).collaboration(study())).await;
    let error = error.unwrap_err();
    assert!(error.status().is_none_or(|status| status == 400), "{error}");
    assert!(alice.tasks().list(ListTasks::new()).items().all().await.unwrap().is_empty());
    // Somewhat less is fine.
    let large = Participant::new(all[0]).input(Payload::new(vec![b' '; 8 << 20]));
    let created = alice.tasks().create(CreateTask::new("nothing:1", [large]).collaboration(study())).await;
    assert_eq!(wait(&alice, &created.unwrap()).await.results[0].status, RunStatus::Completed);
    server.shutdown().await;
}

#[tokio::test]
async fn runs_of_other_organizations_and_collaborations_are_out_of_reach() {
    let server = builder(false)
        .algorithm("nothing:1", nothing())
        .collaboration(NewCollaboration::new("Elsewhere", ["Lab"]))
        .user(NewUser::new("mallory").organization("Lab").role("Collaboration Admin"))
        .start()
        .await
        .unwrap();
    let (alice, mallory) = (log_in(&server, "alice").await, log_in(&server, "mallory").await);
    let all = hospitals(&alice).await;
    let created = alice.tasks().create(task("nothing:1", &all)).await.unwrap();
    let results = wait(&alice, &created).await;
    let run = results.results[0].run;
    let status = |error: Error| error.status().unwrap().as_u16();
    assert_eq!(status(mallory.tasks().get(created.id).await.unwrap_err()), 401);
    assert_eq!(status(mallory.runs().get(run).await.unwrap_err()), 401);
    assert_eq!(status(mallory.results().get(run).await.unwrap_err()), 401);
    assert_eq!(status(mallory.tasks().kill(&created).await.unwrap_err()), 400);
    assert_eq!(status(mallory.tasks().delete(&created).await.unwrap_err()), 401);
    let theirs = CreateTask::new("nothing:1", [all[0]]).input(json!({})).collaboration(1);
    assert_eq!(status(mallory.tasks().create(theirs).await.unwrap_err()), 401);
    let seen = mallory.organizations().list(ListOrganizations::new()).items().all().await.unwrap();
    assert!(seen.len() > 1, "this role may see all organizations, to invite them");
    assert!(mallory.runs().list(saltant::vantage6::ListRuns::new()).items().all().await.unwrap().is_empty());
    server.shutdown().await;
}

#[tokio::test]
async fn the_proxy_of_a_node_is_for_its_own_algorithms() {
    let server = builder(true).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let root = server.url().replace("/api", "/proxy/4");
    let user = alice.tokens_now().unwrap().access_token;
    let through = Client::new(root).unwrap().with_bearer(user);
    assert_eq!(through.tasks().get(1).await.unwrap_err().status().unwrap().as_u16(), 401);
    let none = Client::new(server.url().replace("/api", "/proxy/99")).unwrap().with_bearer("x");
    assert_eq!(none.tasks().get(1).await.unwrap_err().status().unwrap().as_u16(), 404);
    server.shutdown().await;
}

#[tokio::test]
async fn hostile_settings_do_not_start() {
    let start = |label: &str, file: &str| builder(false).database("Hospital A", label, file).start();
    for label in ["", "../x", "a b", "1x", "A=B", "x\0y"] {
        assert!(matches!(start(label, "x.csv").await, Err(StartError::DatabaseLabel(_))), "{label:?}");
    }
    assert!(matches!(start("default", "/no/such/file").await, Err(StartError::Database { .. })));
    let pattern = builder(false).allow_algorithm("Hospital A", "(").start().await;
    assert!(matches!(pattern, Err(StartError::AllowedAlgorithm(_))));
    let key = builder(true).organization_key("Hospital A", "no key").start().await;
    assert!(matches!(key, Err(StartError::OrganizationKey)));
    let role = DevServer::builder().user(NewUser::new("x").role("King")).start().await;
    assert!(matches!(role, Err(StartError::Role(_))));
}
