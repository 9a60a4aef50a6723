use std::collections::BTreeMap;
use std::time::Duration;

use saltant::{CreateTaskInstance, TaskState};
use saltant_dev_server::Fault;

use super::setup::{builder, client, runnable, server};

#[tokio::test]
async fn many_instances_come_as_they_finish_and_the_rest_at_the_deadline() {
    let server = server().await;
    let client = client(&server);
    let (queue, [ok, bad, sleep]) = runnable(&client, ["true", "false", "sleep 600"]).await;
    let instances = client.executable_task_instances();
    let types = [ok.id, bad.id, sleep.id, ok.id, bad.id, ok.id];
    let made = instances.create_many(types.map(|id| CreateTaskInstance::new(id, queue.id))).await;
    let made: Vec<_> = made.into_iter().map(Result::unwrap).collect();
    let stopped = made[2].uuid;

    let wait = instances.wait_many(made.clone()).deadline(Duration::from_secs(2));
    let ended: BTreeMap<_, _> = wait.all().await.into_iter().collect();
    assert_eq!(ended.len(), made.len());
    for (instance, id) in made.iter().zip(types) {
        match &ended[&instance.uuid] {
            Ok(done) if id == ok.id => assert_eq!(done.state, TaskState::Successful),
            Ok(done) => assert_eq!((id, &done.state), (bad.id, &TaskState::Failed)),
            Err(error) => {
                assert!(error.is_deadline() && instance.uuid == stopped, "{error}");
                assert_eq!(error.last(), Some(&TaskState::Running));
            }
        }
    }

    instances.terminate(stopped).await.unwrap();
    let ended = instances.wait_many_by_uuid(made.iter().map(|instance| instance.uuid)).all().await;
    assert_eq!(ended.len(), made.len());
    assert!(ended.iter().all(|(_, result)| result.as_ref().is_ok_and(|instance| instance.state.is_final())));
}

#[tokio::test]
async fn a_wait_ends_at_its_deadline_when_a_state_is_stuck_for_ever() {
    let server = builder().start().await.unwrap();
    let client = client(&server);
    let (queue, [ok]) = runnable(&client, ["true"]).await;
    server.inject(Fault::stuck_in("published").always());
    let instances = client.executable_task_instances();
    let made = instances.create(CreateTaskInstance::new(ok.id, queue.id)).await.unwrap();
    let wait = instances.wait_until_finished(made.uuid).deadline(Duration::from_millis(300));
    let error = wait.await.unwrap_err();
    assert!(error.is_deadline(), "{error}");
    assert_eq!(error.into_last().unwrap().state, TaskState::Published);
}

#[tokio::test]
async fn w3_a_wait_bears_a_server_that_is_in_trouble_for_a_while() {
    let server = builder().start().await.unwrap();
    let client = client(&server);
    let (queue, [ok]) = runnable(&client, ["true"]).await;
    let instances = client.executable_task_instances();
    let made = instances.create(CreateTaskInstance::new(ok.id, queue.id)).await.unwrap();
    server.inject(Fault::status(500).on("GET", "/api/executabletaskinstances/*").times(3));
    let done = instances.wait_until_finished(made.uuid).await.unwrap();
    assert_eq!(done.state, TaskState::Successful);
}
