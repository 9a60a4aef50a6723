use saltant::vantage6::{CreateNode, ListNodes, RunStatus};
use saltant_core::http::Method;
use saltant_dev_server::vantage6::{Algorithm, NewCollaboration};
use serde_json::{Value, json};

use super::setup::{NAMES, builder, bytes, hospitals, log_in, run, study, task, wait};

fn nothing() -> Algorithm {
    Algorithm::function(|_| Ok(bytes(&json!(null))))
}

#[tokio::test]
async fn a_node_runs_only_what_it_allows_and_says_so() {
    let server = builder(false)
        .algorithm("registry.test/good:1", nothing())
        .algorithm("registry.test/other:1", nothing())
        .allow_algorithm(NAMES[0], "registry.test/good")
        .allow_algorithm(NAMES[0], "never/.*")
        .start()
        .await
        .unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let good = run(&alice, "registry.test/good:1", &all[..1]).await;
    assert_eq!(good.results[0].status, RunStatus::Completed);
    let other = run(&alice, "registry.test/other:1", &all[..1]).await;
    let refused = &other.results[0];
    assert_eq!((&refused.status, &refused.log, &refused.wire), (&RunStatus::NotAllowed, &None, &None));
    let elsewhere = run(&alice, "registry.test/other:1", &all[1..2]).await;
    assert_eq!(elsewhere.results[0].status, RunStatus::Completed, "each organization has its own policy");
    let nodes = alice.nodes().list(ListNodes::new()).items().all().await.unwrap();
    let allowed = |at: usize| -> Vec<String> {
        let node = nodes.iter().find(|node| node.organization.id == all[at]).unwrap();
        let rows = node.config.iter().filter(|row| row.key == "allowed_algorithms");
        rows.filter_map(|row| row.value.clone()).collect()
    };
    assert_eq!(allowed(0), ["registry.test/good", "never/.*"]);
    assert_eq!(allowed(1), ["all"]);
    server.shutdown().await;
}

#[tokio::test]
async fn a_node_tells_the_columns_of_its_csv_files() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("patients.csv");
    std::fs::write(&csv, "age,\"weight, kg\"\n40,70\n").unwrap();
    let server = builder(false)
        .database(NAMES[0], "default", &csv)
        .database(NAMES[0], "far", "postgresql://db.test/x")
        .start()
        .await
        .unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let nodes = alice.nodes().list(ListNodes::new().organization(all[0])).items().all().await.unwrap();
    let rows: Vec<_> = nodes[0]
        .config
        .iter()
        .map(|row| (row.key.as_str(), row.value.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        rows,
        [
            ("encryption", "0"),
            ("allowed_algorithms", "all"),
            ("database_labels", "default"),
            ("database_labels", "far"),
            ("db_type_default", "csv"),
            ("db_type_far", "sql"),
            ("columns_default", "age"),
            ("columns_default", "weight, kg"),
        ]
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_node_that_was_created_by_a_request_waits_for_a_program_with_its_key() {
    let server =
        builder(false).organization("Far away").algorithm("nothing:1", nothing()).start().await.unwrap();
    let (root, alice) = (log_in(&server, "root").await, log_in(&server, "alice").await);
    let far = root.organizations().list(saltant::vantage6::ListOrganizations::new().name("Far away"));
    let far = far.items().all().await.unwrap()[0].id;
    root.collaborations().add_organization(study(), far).await.unwrap();
    let made = root.nodes().create(CreateNode::new(study()).organization(far)).await.unwrap();
    let created = alice.tasks().create(task("nothing:1", &[far])).await.unwrap();
    let node = saltant::vantage6::Client::new(server.url()).unwrap();
    let tokens = node.tokens().node(made.api_key.unwrap()).await.unwrap();
    let node = node.with_tokens(tokens);
    let open = node.runs().from_task(&created).items().all().await.unwrap();
    assert_eq!(open[0].status, RunStatus::Pending, "no node of this process takes it");
    let update = saltant::vantage6::UpdateRun::new(open[0].id).status(RunStatus::Completed).result("MQ==");
    let now: saltant::Timestamp = "2026-01-02T03:04:05Z".parse().unwrap();
    node.runs().update(update.finished_at(now)).await.unwrap();
    assert_eq!(wait(&alice, &created).await.results[0].json::<u8>().unwrap(), 1);
    server.shutdown().await;
}

#[tokio::test]
async fn the_log_of_a_run_can_be_read_while_it_goes_on() {
    let (go, wait_for_go) = std::sync::mpsc::channel::<()>();
    let wait_for_go = std::sync::Mutex::new(wait_for_go);
    let slow = Algorithm::function(move |work| {
        work.log("half way");
        let _ = wait_for_go.lock().unwrap().recv();
        work.log("done");
        Ok(bytes(&json!(1)))
    });
    let server = builder(false).algorithm("slow:1", slow).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let created = alice.tasks().create(task("slow:1", &all[..1])).await.unwrap();
    let log = async || alice.runs().from_task(&created).items().all().await.unwrap()[0].log.clone();
    while log().await.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(log().await.as_deref(), Some("half way\n"));
    go.send(()).unwrap();
    assert_eq!(wait(&alice, &created).await.results[0].log.as_deref(), Some("half way\ndone\n"));
    server.shutdown().await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_log_of_a_command_can_be_read_while_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = folder.path().join("fifo");
    std::process::Command::new("mkfifo").arg(&fifo).status().unwrap();
    let script = format!("echo half way; cat '{}'", fifo.display());
    let server =
        builder(false).algorithm("slow:1", Algorithm::command(["sh", "-c", &script])).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let created = alice.tasks().create(task("slow:1", &all[..1])).await.unwrap();
    let log = async || alice.runs().from_task(&created).items().all().await.unwrap()[0].log.clone();
    while log().await.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(log().await.as_deref(), Some("half way\n"));
    tokio::task::spawn_blocking(move || std::fs::write(fifo, "the rest\n").unwrap()).await.unwrap();
    let results = wait(&alice, &created).await;
    assert_eq!(results.results[0].log.as_deref(), Some("half way\nthe rest\n"), "no part comes twice");
    server.shutdown().await;
}

#[tokio::test]
async fn a_node_is_taken_out_of_its_collaboration_and_moved_into_another() {
    let server = builder(false)
        .collaboration(NewCollaboration::new("Second", [NAMES[0], "Lab"]))
        .algorithm("nothing:1", nothing())
        .start()
        .await
        .unwrap();
    let (root, alice) = (log_in(&server, "root").await, log_in(&server, "alice").await);
    let all = hospitals(&alice).await;
    let nodes = async |organization| {
        root.nodes().list(ListNodes::new().organization(organization)).items().all().await.unwrap()
    };
    let [first, second] = &nodes(all[0]).await[..] else { panic!("a node for each collaboration") };
    let foreign = nodes(all[1]).await[0].id;
    let send = async |method: Method, collaboration: u64, node: Value| {
        let sent =
            root.request(method, format!("collaboration/{collaboration}/node")).json(&json!({"id": node}));
        match sent.await {
            Ok(answer) => (answer.status().as_u16(), serde_json::from_slice::<Value>(answer.body()).unwrap()),
            Err(error) => (error.status().unwrap().as_u16(), json!(error.api().unwrap().message)),
        }
    };
    let node = json!(first.id);
    let there = json!(format!("node id={node} is already in collaboration id=1"));
    assert_eq!(send(Method::POST, 1, node.clone()).await, (400, there));
    assert_eq!(send(Method::POST, 99, node.clone()).await.0, 404);
    assert_eq!(send(Method::POST, 1, json!(999)).await, (404, json!("node id=999 not found")));
    let (status, why) = send(Method::POST, 2, json!(foreign)).await;
    assert!(status == 400 && why.as_str().unwrap().contains("is not part of collaboration id=2"), "{why}");
    assert_eq!(send(Method::DELETE, 2, node.clone()).await.0, 400);
    let gone = json!({"msg": format!("node id={node} removed from collaboration id=1")});
    assert_eq!(send(Method::DELETE, 1, node.clone()).await, (200, gone));
    assert_eq!(root.nodes().get(first.id).await.unwrap().collaboration, None);
    let refused = alice.tasks().create(task("nothing:1", &all[..1])).await.unwrap_err();
    assert_eq!(refused.status().unwrap().as_u16(), 400, "the organization has no node there");
    let (status, now) = send(Method::POST, 1, node.clone()).await;
    assert_eq!((status, now.as_array().unwrap().len()), (201, 3));
    assert_eq!(run(&alice, "nothing:1", &all[..1]).await.results[0].status, RunStatus::Completed);
    assert_eq!(second.collaboration.as_ref().unwrap().id.get(), 2);
    server.shutdown().await;
}
