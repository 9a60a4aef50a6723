//! Calls an operation by its name, with arguments in JSON.
//!
//! `cargo run -p saltant-examples -- call_by_name` prints:
//!
//! ```text
//! Lists task queues, by id.
//! filters: Only queues that match.
//! page: The number of the page, from 1.
//! page_size: Items on a page. …
//! default takes jobs: true
//! ```

use std::error::Error;

use saltant::{Client, catalog};
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let entry = catalog::find("saltant.task_queues.list").ok_or("there is no such operation")?;
    println!("{}", entry.doc);
    for argument in entry.arguments() {
        println!("{}: {}", argument.name, argument.doc.lines().next().unwrap_or_default());
    }

    let operation = entry.operation(json!({"filters": {"name": "default", "active": true}}))?;
    let list = operation.into_list().ok_or("it is no list")?;
    let mut queues = client.call(list).items();
    while let Some(queue) = queues.next().await {
        let queue = queue?.value;
        println!("{} takes jobs: {}", queue["name"].as_str().unwrap_or("?"), queue["active"]);
    }
    Ok(())
}
