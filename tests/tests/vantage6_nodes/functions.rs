use std::time::Duration;

use saltant::vantage6::{CreateNode, ListRuns, ListTasks, RunStatus};
use saltant_dev_server::Fault;
use saltant_dev_server::vantage6::{Algorithm, DevServer, NewCollaboration, NewUser};
use serde_json::{Value, json};

use super::setup::{NAMES, builder, bytes, hospitals, log_in, run, study, sum, task, wait, with_key};

#[tokio::test]
async fn a_central_function_starts_subtasks_and_adds_up_their_results() {
    let server = builder(false).algorithm("sum:1", sum()).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let results = run(&alice, "sum:1", &all[..1]).await;
    let found: Value = results.results[0].json().unwrap();
    let ids: Vec<u64> = all.iter().map(|id| id.get()).collect();
    assert_eq!(found, json!({"parts": ids, "sum": ids.iter().sum::<u64>()}));
    let tasks = alice.tasks().list(ListTasks::new()).items().all().await.unwrap();
    let [child, parent] = &tasks[..] else { panic!("two tasks") };
    assert_eq!((child.parent.as_ref().unwrap().id, child.job_id), (parent.id, parent.job_id));
    assert_eq!((child.image.as_str(), child.name.as_str()), ("sum:1", "parts"));
    let runs = alice.runs().list(ListRuns::new().task(child.id)).items().all().await.unwrap();
    assert_eq!(runs.len(), 3);
    assert!(runs.iter().all(|run| run.log.as_deref().unwrap().starts_with("a part for Hospital ")));
    server.shutdown().await;
}

#[tokio::test]
async fn an_encrypted_task_is_encrypted_from_end_to_end() {
    let server = builder(true).algorithm("sum:1", sum()).start().await.unwrap();
    let (alice, encryption) = with_key(&server).await;
    let all = hospitals(&alice).await;
    let created = encryption.create_task(task("sum:1", &all[..1])).await.unwrap();
    let results = wait(&alice, &created).await;
    let found: Vec<Value> = encryption.json(&results).unwrap().into_values().collect();
    assert_eq!(found[0]["sum"], json!(all.iter().map(|id| id.get()).sum::<u64>()));
    // What the server keeps is a message of three parts, for inputs and results of both levels.
    for row in alice.runs().list(ListRuns::new()).items().all().await.unwrap() {
        assert_eq!(row.input.split('$').count(), 3, "{}", row.input);
        let result = alice.results().get(row.id).await.unwrap().result.unwrap();
        assert_eq!(result.split('$').count(), 3, "{result}");
    }
    server.shutdown().await;
}

#[test]
fn a_function_that_waits_does_not_hold_up_the_end_of_the_server() {
    let (done, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            // An organization whose node is not of this process: its run stays pending.
            let all = NAMES.into_iter().chain(["Far away"]);
            let server = DevServer::builder()
                .user("root")
                .user(NewUser::new("alice").role("Researcher"))
                .collaboration(NewCollaboration::new("Study", all))
                .node(NAMES[0])
                .algorithm("sum:1", sum())
                .start()
                .await
                .unwrap();
            let (root, alice) = (log_in(&server, "root").await, log_in(&server, "alice").await);
            for organization in 3..=5_u64 {
                root.nodes().create(CreateNode::new(study()).organization(organization)).await.unwrap();
            }
            let own = alice.organizations().own().await.unwrap().id;
            alice.tasks().create(task("sum:1", &[own])).await.unwrap();
            while alice.tasks().list(ListTasks::new()).await.unwrap().data.len() < 2 {
                tokio::task::yield_now().await;
            }
            server.shutdown().await;
        });
        // This waits for the threads of functions.
        drop(runtime);
        done.send(()).unwrap();
    });
    ended.recv_timeout(Duration::from_secs(60)).expect("the runtime ends");
}

#[tokio::test]
async fn failures_end_in_the_states_of_a_real_node_with_a_log() {
    let server = builder(false)
        .algorithm("error:1", Algorithm::function(|_| Err("KeyError: 'age'".to_owned())))
        .algorithm("panic:1", Algorithm::function(|_| panic!("no such column")))
        .start()
        .await
        .unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    for (image, status, log) in [
        ("error:1", RunStatus::Crashed, "KeyError: 'age'\n"),
        ("panic:1", RunStatus::Crashed, "The algorithm panicked\n"),
        ("none:1", RunStatus::NonExistingImage, "No algorithm is set for the image none:1"),
    ] {
        let results = run(&alice, image, &all[..1]).await;
        let result = &results.results[0];
        assert_eq!((&result.status, result.log.as_deref()), (&status, Some(log)), "{image}");
        // A crashed run has an empty result, not none.
        assert_eq!(result.wire.as_deref(), Some(""), "{image}");
    }
    server.shutdown().await;
}

#[tokio::test]
async fn a_fault_keeps_the_runs_of_a_task_in_a_state() {
    let nothing = Algorithm::function(|_| Ok(bytes(&json!(null))));
    let fault = Fault::stuck_in("pending").on("POST", "/api/task");
    let server = builder(false).algorithm("nothing:1", nothing).fault(fault).start().await.unwrap();
    let alice = log_in(&server, "alice").await;
    let all = hospitals(&alice).await;
    let stuck = alice.tasks().create(task("nothing:1", &all)).await.unwrap();
    let done = run(&alice, "nothing:1", &all).await;
    assert!(done.results.iter().all(|result| result.status == RunStatus::Completed));
    assert_eq!(alice.tasks().status(&stuck).await.unwrap().status, RunStatus::Pending);
    assert_eq!(done.task.collaboration.id, study());
    server.shutdown().await;
}
