use std::time::Duration;

use saltant::saltant::{ListTaskInstances, TaskInstanceFilter};
use saltant::{CreateTaskInstance, Executable, TaskState, Uuid, WaitPolicy};
use serde_json::json;

use super::setup::{client, runnable, server};

#[tokio::test]
async fn an_instance_is_created_waited_for_cloned_and_found_by_filters() {
    let server = server().await;
    let client = client(&server);
    let (queue, [ok, bad]) = runnable(&client, ["true", "false"]).await;
    let instances = client.executable_task_instances();

    let arguments = json!({"sample": 7, "big": 1e300}).as_object().unwrap().clone();
    let create = CreateTaskInstance::new(ok.id, queue.id).name("nightly").arguments(arguments.clone());
    let made = instances.create(create).await.unwrap();
    assert_eq!((made.state.clone(), &made.arguments), (TaskState::Created, &arguments));
    let done = instances.wait_until_finished(made.uuid).await.unwrap();
    assert_eq!(done.state, TaskState::Successful);
    assert!(done.datetime_finished.is_some());

    let clone = instances.clone_instance(made.uuid).await.unwrap();
    assert_eq!((clone.name.as_str(), clone.task_type), ("nightly", ok.id));
    assert_ne!(clone.uuid, made.uuid);

    let failing = instances.create(CreateTaskInstance::new(bad.id, queue.id)).await.unwrap();
    let error = instances.wait_until_successful(failing.uuid).await.unwrap_err();
    assert!(error.is_failed(), "{error}");
    assert_eq!(error.into_last().unwrap().state, TaskState::Failed);

    let filter = TaskInstanceFilter::new().task_type(ok.id).username("matt");
    let found = instances.list(ListTaskInstances::new().filters(filter)).items().all().await.unwrap();
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn a_running_instance_is_terminated() {
    let server = server().await;
    let client = client(&server);
    let (queue, [sleep]) = runnable(&client, ["sleep 600"]).await;
    let instances = client.executable_task_instances();
    let made = instances.create(CreateTaskInstance::new(sleep.id, queue.id)).await.unwrap();
    let mut tracked = instances.track(made);
    assert_eq!(tracked.terminate().await.unwrap().name, "");
    // It can be sent to a task without its client, and waits as often and as long as it is told.
    let policy = WaitPolicy::within(Duration::from_secs(30)).every(Duration::from_millis(20));
    let task = tokio::spawn(async move {
        let ended = tracked.wait_until_finished(policy).await.unwrap();
        assert_eq!(ended.state, TaskState::Terminated);
        tracked
    });
    let tracked = task.await.unwrap();
    assert_eq!(tracked.datetime_finished, None);
    let clone = tracked.clone_instance().await.unwrap();
    instances.terminate(clone.uuid).await.unwrap();
}

#[tokio::test]
async fn many_are_done_some_at_a_time_and_one_failure_stops_nothing() {
    let server = server().await;
    let client = client(&server);
    let (queue, [ok]) = runnable(&client, ["true"]).await;
    let instances = client.executable_task_instances();
    let create = CreateTaskInstance::<Executable>::new(ok.id, queue.id);
    let wrong = CreateTaskInstance::new(999, queue.id);
    let made = instances.create_many([create.clone(), wrong, create]).concurrency(2).await;
    assert_eq!(made.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    assert!(!made[1].as_ref().unwrap_err().field("task_type").is_empty());

    let uuids: Vec<Uuid> = vec![made[0].as_ref().unwrap().uuid.get(), Uuid::nil()];
    let clones = instances.clone_many(uuids.iter().copied()).await;
    assert!(clones[0].is_ok() && clones[1].as_ref().unwrap_err().is_server_error());
    let ended = instances.terminate_many(uuids).await;
    assert!(ended[0].is_ok() && ended[1].is_err());
}

#[tokio::test]
async fn a_status_update_stores_any_word_and_it_comes_back() {
    let server = server().await;
    let client = client(&server);
    let (queue, [sleep]) = runnable(&client, ["sleep 600"]).await;
    let instances = client.executable_task_instances();
    let made = instances.create(CreateTaskInstance::new(sleep.id, queue.id)).await.unwrap();
    let stored = instances.update_status(made.uuid.get(), "paused").await.unwrap();
    assert_eq!(stored.state.as_str(), "paused");
    let error = instances.update_status(Uuid::nil(), TaskState::Running).await.unwrap_err();
    assert!(error.is_invalid() && !error.api().unwrap().message.is_empty(), "{error}");
}
