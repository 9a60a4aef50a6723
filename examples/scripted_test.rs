//! Tests a program without any server: the answers are written in the test.
//!
//! `cargo run -p saltant-examples -- scripted_test` prints:
//!
//! ```text
//! the program says: gpu is closed
//! it sent: GET /api/taskqueues/7/
//! ```

use std::error::Error;

use saltant::http::testing::{Reply, ScriptedTransport};
use saltant::{Client, Error as SaltantError};

/// The program to be tested.
async fn describe(client: &Client, queue: u64) -> Result<String, SaltantError> {
    let queue = client.task_queues().get(queue).await?;
    Ok(format!("{} is {}", queue.name, if queue.active { "open" } else { "closed" }))
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let answer = r#"{"id": 7, "user": "matt", "name": "gpu", "description": "", "private": false,
        "runs_executable_tasks": true, "runs_docker_container_tasks": false,
        "runs_singularity_container_tasks": false, "active": false, "whitelists": []}"#;
    let transport = ScriptedTransport::new([Reply::json(200, answer)]);
    let client: Client = Client::builder("http://localhost/api").transport(transport.clone()).build()?;

    println!("the program says: {}", describe(&client, 7).await?);
    let sent = &transport.requests()[0];
    println!("it sent: {} {}", sent.method, sent.uri.path());
    Ok(())
}
