//! A server with two users, and a queue that accepts a test's jobs.

use saltant::saltant::{
    CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist, ExecutableTaskType, StaticToken,
    TaskQueue,
};
use saltant::{Client, Executable, WaitPolicy};
use saltant_dev_server::saltant::{DevServer, DevServerBuilder, NewUser};
use std::time::Duration;

use super::OVER_HYPER;

/// The token of the superuser `matt`.
pub(crate) const TOKEN: &str = "token-of-matt";

pub(crate) fn builder() -> DevServerBuilder {
    DevServer::builder().user(NewUser::new("matt").token(TOKEN).password("secret")).user("daniel").seed(1)
}

pub(crate) async fn server() -> DevServer {
    builder().start().await.expect("it starts")
}

/// The client of the first user. It polls often, because the jobs of these tests take milliseconds.
pub(crate) fn client(server: &DevServer) -> Client {
    client_of(server, "matt")
}

pub(crate) fn client_of(server: &DevServer, username: &str) -> Client {
    let token = &*server.user(username).expect("the user is there").token;
    Client::builder(server.url())
        .over_hyper(OVER_HYPER)
        .credential(StaticToken::new(token))
        .wait(WaitPolicy::within(Duration::from_secs(30)).every(Duration::from_millis(20)))
        .build()
        .expect("the address is good")
}

/// A client with a token.
pub(crate) fn with_token(url: impl Into<String>, token: &str) -> Client {
    let builder = Client::builder(url).over_hyper(OVER_HYPER).credential(StaticToken::new(token));
    builder.build().expect("the address is good")
}

/// A queue that runs these commands, with a task type for each.
pub(crate) async fn runnable<const N: usize>(
    client: &Client,
    commands: [&str; N],
) -> (TaskQueue, [ExecutableTaskType; N]) {
    let mut types = Vec::new();
    for command in commands {
        let create = CreateExecutableTaskType::new(command, command);
        types.push(client.executable_task_types().create(create).await.expect("a task type"));
    }
    let ids: Vec<_> = types.iter().map(|task_type| task_type.id).collect();
    let create = CreateTaskWhitelist::new("all").whitelisted_executable_task_types(ids);
    let whitelist = client.task_whitelists().create(create).await.expect("a whitelist");
    let create = CreateTaskQueue::new("default").whitelists([whitelist.id]);
    let queue = client.task_queues().create(create).await.expect("a queue");
    assert!(
        types
            .iter()
            .all(|task_type| queue.takes::<Executable>(task_type.id, std::slice::from_ref(&whitelist)))
    );
    (queue, types.try_into().expect("one for each"))
}
