//! Uses the client in a program without async.
//!
//! `cargo run -p saltant-examples -- blocking` prints:
//!
//! ```text
//! default
//! gpu
//! small: successful
//! ```

use std::error::Error;

use saltant::CreateTaskInstance;
use saltant::blocking::Client;
use saltant::saltant::{CreateTaskQueue, ListTaskQueues};

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(saltant::Client::from_env()?)?;
    client.run(client.task_queues().create(CreateTaskQueue::new("gpu")))?;
    for queue in client.iter(client.task_queues().list(ListTaskQueues::new()).items()) {
        println!("{}", queue?.name);
    }

    let task_type = client.run(client.executable_task_types().get_by_name("succeed"))?;
    let queue = client.run(client.task_queues().get_by_name("default"))?;
    let jobs = client.executable_task_instances();
    let job = client.run(jobs.create(CreateTaskInstance::new(task_type.id, queue.id).name("small")))?;
    let job = client.run(jobs.wait_until_finished(job.uuid))?;
    println!("{}: {}", job.name, job.state);
    Ok(())
}
