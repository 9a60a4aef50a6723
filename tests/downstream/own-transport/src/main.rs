//! Lists the task queues of the server that `SALTANT_API_URL` and `SALTANT_AUTH_TOKEN` name.

use std::error::Error;

use example_own_transport::BlockingClient;
use saltant_core::saltant::{ListTaskQueues, TaskQueueFilter};

fn main() -> Result<(), Box<dyn Error>> {
    let client =
        BlockingClient::new(&std::env::var("SALTANT_API_URL")?, &std::env::var("SALTANT_AUTH_TOKEN")?)?;
    let active = TaskQueueFilter::new().active(true);
    for queue in client.all(ListTaskQueues::new().filters(active))? {
        println!("{:>6} {}", queue.id, queue.name);
    }
    Ok(())
}
