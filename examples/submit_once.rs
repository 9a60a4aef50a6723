//! Submits a job once, even if the answer to the request is lost.
//!
//! `cargo run -p saltant-examples -- submit_once` prints:
//!
//! ```text
//! an ordinary create: the outcome is unknown
//! submit_once: order 17 was created
//! there are 2 jobs, one for each
//! ```

use std::error::Error;

use saltant::saltant::{
    CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist, ListTaskInstances, StaticToken,
};
use saltant::{Client, CreateTaskInstance, ErrorKind, Executable};
use saltant_dev_server::Fault;
use saltant_dev_server::saltant::DevServer;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let server = DevServer::builder().user("matt").start().await?;
    let token = &*server.user("matt").ok_or("there is no matt")?.token;
    let client: Client = Client::builder(server.url()).credential(StaticToken::new(token)).build()?;
    let task_type = client.executable_task_types().create(CreateExecutableTaskType::new("a", "true")).await?;
    let all = CreateTaskWhitelist::new("all").whitelisted_executable_task_types([task_type.id]);
    let all = client.task_whitelists().create(all).await?;
    let queue = client.task_queues().create(CreateTaskQueue::new("q").whitelists([all.id])).await?;
    let jobs = client.executable_task_instances();

    // The server does what it is asked for, and the connection breaks before the answer.
    let lost = Fault::lose_answer().on("POST", "/api/executabletaskinstances/");
    server.inject(lost.clone());
    let job = CreateTaskInstance::new(task_type.id, queue.id);
    match jobs.create(job.clone().name("order 16")).await {
        Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
            println!("an ordinary create: the outcome is unknown");
        }
        other => println!("{other:?}"),
    }

    // Here the job is looked for by its mark before anything is sent again.
    server.inject(lost);
    let found = jobs.submit_once(job.name("order 17")).mark("order-17").await?;
    println!("submit_once: {} was created", found.plain_name());

    let all = jobs.list(ListTaskInstances::<Executable>::new()).items().all().await?;
    println!("there are {} jobs, one for each", all.len());
    Ok(())
}
