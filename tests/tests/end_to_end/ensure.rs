//! Things that are taken where they are and created where they are not.

use saltant::saltant::{
    ContainerType, CreateContainerTaskType, CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist,
};
use saltant::{CreateTaskInstance, ErrorKind};
use serde_json::json;

use super::setup::{client, runnable, server};

#[tokio::test]
async fn what_has_a_name_is_created_once_and_then_taken_with_its_differences() {
    let server = server().await;
    let client = client(&server);
    let whitelists = client.task_whitelists();
    let [a, b] = ["a", "b"].map(|name| whitelists.ensure(CreateTaskWhitelist::new(name)));
    let (a, b) = (a.await.unwrap(), b.await.unwrap());
    assert!(a.is_new && b.is_new && a.differences.is_empty());
    assert!(!whitelists.ensure(CreateTaskWhitelist::new("a")).await.unwrap().is_new);

    let queue = |ids: [_; 2]| CreateTaskQueue::new("gpu").description("eight").whitelists(ids);
    let queues = client.task_queues();
    let made = queues.ensure(queue([a.value.id, b.value.id])).await.unwrap();
    assert!(made.is_new);
    // The order of a list says nothing.
    let same = queues.ensure(queue([b.value.id, a.value.id])).await.unwrap();
    assert_eq!((same.is_new, same.value, same.differences), (false, made.value.clone(), vec![]));
    let other = queues.ensure(CreateTaskQueue::new("gpu").description("four").private(false)).await.unwrap();
    assert_eq!(other.value, made.value, "nothing is changed");
    let told: Vec<_> = other.differences.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["description: asked for \"four\", there is \"eight\""]);

    let types = client.executable_task_types();
    assert!(types.ensure(CreateExecutableTaskType::new("t", "true")).await.unwrap().is_new);
    let other = types.ensure(CreateExecutableTaskType::new("t", "false")).await.unwrap();
    assert_eq!(
        (&*other.differences[0].field, &other.differences[0].asked),
        ("command_to_run", &json!("false"))
    );
    let types = client.container_task_types();
    let create = || CreateContainerTaskType::new("t", "true", "ubuntu", ContainerType::Docker);
    assert!(types.ensure(create()).await.unwrap().is_new);
    let again = types.ensure(create()).await.unwrap();
    assert!(!again.is_new && again.differences.is_empty(), "{again:?}");
}

#[tokio::test]
async fn programs_that_ensure_the_same_queue_at_the_same_time_all_get_it() {
    let server = server().await;
    let client = client(&server);
    let all = futures_util::future::join_all(
        (0..8).map(|_| client.task_queues().ensure(CreateTaskQueue::new("gpu"))),
    );
    let all: Vec<_> = all.await.into_iter().map(Result::unwrap).collect();
    assert_eq!(all.iter().filter(|queue| queue.is_new).count(), 1);
    assert!(all.iter().all(|queue| queue.value == all[0].value));
}

#[tokio::test]
async fn a_create_that_is_refused_for_another_reason_is_the_error() {
    let server = server().await;
    let error = client(&server).task_queues().ensure(CreateTaskQueue::new("not a name")).await.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    let error = client(&server).task_queues().ensure(CreateTaskQueue::new("")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
}

#[tokio::test]
async fn s10_an_instance_is_found_by_its_plain_name_with_and_without_a_mark() {
    let server = server().await;
    let client = client(&server);
    let (queue, [ok]) = runnable(&client, ["true"]).await;
    let instances = client.executable_task_instances();
    let create = |name: &str| CreateTaskInstance::new(ok.id, queue.id).name(name);
    let plain = instances.create(create("a.b (1)")).await.unwrap();
    for other in ["axb (1)", "a.b (1) more", "x a.b (1)", "a.b (1)[once 1]"] {
        instances.create(create(other)).await.unwrap();
    }
    assert_eq!(instances.get_by_name("a.b (1)").await.unwrap().uuid, plain.uuid);
    let marked = instances.submit_once(create("a.b (1)")).mark("order (17)").await.unwrap();
    assert_eq!(marked.name, "a.b (1) [once order (17)]");
    assert_eq!((marked.plain_name(), marked.once_mark().unwrap().as_str()), ("a.b (1)", "order (17)"));
    // The newest one.
    assert_eq!(instances.get_by_name("a.b (1)").await.unwrap().uuid, marked.uuid);
    assert_eq!(instances.get_by_name(&marked.name).await.unwrap().uuid, marked.uuid);
    assert_eq!(instances.get_by_name("nothing").await.unwrap_err().kind(), ErrorKind::NotFound);
}
