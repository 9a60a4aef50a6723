//! The example against the dev server, as a downstream program would test itself.

use std::collections::BTreeMap;
use std::time::Duration;

use saltant::saltant::{CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist, StaticToken};
use saltant::{Client, TaskState, WaitPolicy};
use saltant_dev_server::saltant::DevServer;

#[tokio::test]
async fn every_run_is_counted_by_how_it_ended() {
    let server = DevServer::builder().user("matt").start().await.unwrap();
    let token = &*server.user("matt").unwrap().token;
    let client: Client = Client::builder(server.url())
        .credential(StaticToken::new(token))
        .wait(WaitPolicy::default().every(Duration::from_millis(20)))
        .build()
        .unwrap();
    let create = CreateExecutableTaskType::new("even", "grep -q [02468]}").required_arguments(["argument"]);
    let task_type = client.executable_task_types().create(create.json_file_option("--")).await.unwrap();
    let create = CreateTaskWhitelist::new("all").whitelisted_executable_task_types([task_type.id]);
    let whitelist = client.task_whitelists().create(create).await.unwrap();
    client.task_queues().create(CreateTaskQueue::new("default").whitelists([whitelist.id])).await.unwrap();

    let minute = Duration::from_secs(60);
    let counts =
        example_full_client::run_for_each(&client, "even", "default", &[1, 2, 3, 44, 5], minute).await;
    let expected = BTreeMap::from([(TaskState::Successful, 2), (TaskState::Failed, 3)]);
    assert_eq!(counts.unwrap(), expected);
}
