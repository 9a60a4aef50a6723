//! saltant's dev server with two users and two queues, as a process whose memory and time can be measured.

use saltant::Client;
use saltant::saltant::{CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist, StaticToken};
use saltant_dev_server::saltant::{DevServer, NewUser};

/// The users' tokens. Most instances are those of the first user.
pub(crate) const TOKENS: [&str; 2] = ["bench", "rare"];

/// Serves until it is killed, and prints its address first.
pub(crate) async fn serve() -> anyhow::Result<()> {
    let [bench, rare] = TOKENS;
    let server = DevServer::builder()
        .user(NewUser::new("bench").token(bench))
        .user(NewUser::new("rare").token(rare))
        .without_worker()
        .start()
        .await?;
    let client = Client::builder(server.url()).credential(StaticToken::new(bench)).build()?;
    let task_type = client.executable_task_types().create(CreateExecutableTaskType::new("t", "true")).await?;
    let whitelist = CreateTaskWhitelist::new("w").whitelisted_executable_task_types([task_type.id]);
    let whitelist = client.task_whitelists().create(whitelist).await?;
    for name in ["common", "rare"] {
        let queue = CreateTaskQueue::new(name).whitelists([whitelist.id]);
        client.task_queues().create(queue).await?;
    }
    println!("{}", server.url());
    std::future::pending().await
}
