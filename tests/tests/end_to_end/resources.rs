use saltant::saltant::{
    ContainerType, CreateContainerTaskType, CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist,
    ListTaskQueues, ListUsers, PatchTaskQueue, PutContainerTaskType, PutExecutableTaskType, PutTaskQueue,
    TaskQueueFilter, TaskWhitelistId, TextLookup, UserFilter,
};
use saltant::{ErrorKind, Settable};
use serde_json::json;

use super::setup::{client, client_of, server};

#[tokio::test]
async fn users_are_listed_by_page_and_as_items() {
    let server = server().await;
    let client = client(&server);
    let page = client.users().list(ListUsers::new().page_size(1_u64)).await.unwrap();
    assert_eq!((page.count, page.results.len(), page.has_next()), (2, 1, true));
    let all = client.users().list(ListUsers::new().page_size(1_u64)).items().all().await.unwrap();
    let names: Vec<_> = all.iter().map(|user| user.username.as_str()).collect();
    assert_eq!(names, ["daniel", "matt"]);
    let filter = UserFilter::new().username(TextLookup::one_of(["matt", "nobody"]));
    let some = client.users().list(ListUsers::new().filters(filter)).await.unwrap();
    assert_eq!(some.count, 1);
}

#[tokio::test]
async fn a_tracked_queue_sends_what_changed_and_undoes_nobody_elses_edit() {
    let server = server().await;
    let client = client(&server);
    let queues = client.task_queues();
    let queue = queues.create(CreateTaskQueue::new("gpu").description("old")).await.unwrap();
    let mut mine = queues.track(queue.clone());
    queues.patch(PatchTaskQueue::new(queue.id).private(true)).await.unwrap();

    mine.description = "new".to_owned();
    mine.patch().await.unwrap();
    assert_eq!((mine.private, &*mine.description), (true, "new"));

    let before = server.request_count();
    mine.patch().await.unwrap();
    assert_eq!(server.request_count(), before, "nothing is sent, because nothing has changed");

    mine.user = "daniel".into();
    assert_eq!(mine.patch().await.unwrap_err().kind(), ErrorKind::Usage);
    assert_eq!(mine.put().await.unwrap_err().kind(), ErrorKind::Usage);
    assert_eq!(server.request_count(), before);
    assert_eq!(mine.sync().await.unwrap().user, "matt");
    assert_eq!(mine.user, "matt");
}

#[tokio::test]
async fn patch_can_clear_a_list_and_put_keeps_what_is_not_given() {
    let server = server().await;
    let client = client(&server);
    let whitelist = client.task_whitelists().create(CreateTaskWhitelist::new("w")).await.unwrap();
    let create = CreateTaskQueue::new("q").whitelists([whitelist.id]).active(false);
    let queue = client.task_queues().create(create).await.unwrap();
    assert_eq!(queue.whitelists, [whitelist.id]);

    let put = client.task_queues().put(PutTaskQueue::new(queue.id, "renamed")).await.unwrap();
    assert_eq!((put.whitelists, put.active), (vec![whitelist.id], false));
    let patch = PatchTaskQueue::new(queue.id).whitelists(Vec::<TaskWhitelistId>::new());
    assert_eq!(client.task_queues().patch(patch).await.unwrap().whitelists, []);
}

#[tokio::test]
async fn null_and_empty_paths_are_different() {
    let server = server().await;
    let client = client(&server);
    let types = client.container_task_types();
    let create = CreateContainerTaskType::new("c", "echo", "ubuntu", ContainerType::Docker).results_path("");
    let made = types.create(create).await.unwrap();
    assert_eq!((made.logs_path, made.results_path.as_deref()), (None, Some("")));
    let put = PutContainerTaskType::new(made.id, "c", "echo", "ubuntu", ContainerType::Docker)
        .logs_path("/logs")
        .results_path(Settable::Null);
    let put = types.put(put).await.unwrap();
    assert_eq!((put.logs_path.as_deref(), put.results_path), (Some("/logs"), None));
}

#[tokio::test]
async fn put_of_required_arguments_without_their_defaults_is_refused_before_it_is_sent() {
    let server = server().await;
    let client = client(&server);
    let types = client.executable_task_types();
    let create = CreateExecutableTaskType::new("t", "echo")
        .required_arguments(["a"])
        .required_arguments_default_values(json!({"a": 1}).as_object().unwrap().clone());
    let made = types.create(create).await.unwrap();
    let put = PutExecutableTaskType::new(made.id, "t", "echo").required_arguments(["b"]);
    let before = server.request_count();
    let error = types.put(put).await.unwrap_err();
    assert_eq!((error.kind(), server.request_count()), (ErrorKind::Encode, before), "{error}");

    let mut tracked = types.track(made);
    tracked.description = "d".to_owned();
    assert_eq!(tracked.put().await.unwrap().required_arguments, ["a"]);
    tracked.id = 999.into();
    assert_eq!(tracked.put().await.unwrap_err().kind(), ErrorKind::Usage);
}

#[tokio::test]
async fn names_with_every_kind_of_character_are_found_again() {
    let server = server().await;
    let client = client(&server);
    let types = client.executable_task_types();
    for name in ["a&b=c", "100%", "a#b", "a+b", "ü ☺", "a/b?c", "true-type&name=false-type"] {
        let made = types.create(CreateExecutableTaskType::new(name, "true")).await.unwrap();
        assert_eq!(types.get_by_name(name).await.unwrap().id, made.id, "{name}");
    }
    assert!(types.get_by_name("absent").await.unwrap_err().is_not_found());
    assert_eq!(types.get_by_name(" ").await.unwrap_err().kind(), ErrorKind::Usage);
    assert_eq!(client.users().get("..").await.unwrap_err().kind(), ErrorKind::Encode);
}

#[tokio::test]
async fn refusals_carry_status_fields_and_a_short_line() {
    let server = server().await;
    let client = client(&server);
    client.task_queues().create(CreateTaskQueue::new("q")).await.unwrap();
    let taken = client.task_queues().create(CreateTaskQueue::new("q")).await.unwrap_err();
    assert!(taken.is_invalid() && !taken.field("name").is_empty(), "{taken}");
    let line = taken.to_string();
    assert!(line.starts_with("saltant.task_queues.create: 400 Bad Request: name: "), "{line}");

    let missing = client.task_queues().get(999).await.unwrap_err();
    assert!(missing.is_not_found(), "{missing}");

    let queue = client.task_queues().get_by_name("q").await.unwrap();
    let daniels = client_of(&server, "daniel");
    let refused = daniels.task_queues().patch(PatchTaskQueue::new(queue.id).active(false)).await.unwrap_err();
    assert!(refused.is_forbidden() && !refused.is_auth(), "{refused}");
    let filters = TaskQueueFilter::new().username("matt").active(true);
    assert_eq!(daniels.task_queues().list(ListTaskQueues::new().filters(filters)).await.unwrap().count, 1);
}
