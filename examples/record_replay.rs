//! Records exchanges with a server, and answers from the record later, without a network.
//!
//! `cargo run -p saltant-examples -- record_replay` prints:
//!
//! ```text
//! recorded: default, 5 task types
//! replayed: default, 5 task types
//! the token is not in the record: true
//! ```

use std::error::Error;
use std::fs;

use saltant::http::ReqwestTransport;
use saltant::http::replay::{Recorder, Replayer};
use saltant::saltant::ListExecutableTaskTypes;
use saltant::{Client, Error as SaltantError};

const RECORD: &str = "exchanges.jsonl";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let recorder = Recorder::create(ReqwestTransport::new(None)?, RECORD)?;
    let client = Client::builder_from_env()?.transport(recorder).build()?;
    println!("recorded: {}", overview(&client).await?);

    let replayer = Replayer::open(RECORD)?;
    // The address and the token do not matter now.
    let client: Client = Client::builder("http://localhost/api").transport(replayer.clone()).build()?;
    println!("replayed: {}", overview(&client).await?);
    if let Some(exchange) = replayer.unused().first() {
        return Err(format!("{} was not asked for", exchange.request.target).into());
    }

    let token = std::env::var(Client::TOKEN_VARIABLE)?;
    println!("the token is not in the record: {}", !fs::read_to_string(RECORD)?.contains(&token));
    Ok(())
}

async fn overview(client: &Client) -> Result<String, SaltantError> {
    let queue = client.task_queues().get_by_name("default").await?;
    let types = client.executable_task_types().list(ListExecutableTaskTypes::new()).items().all().await?;
    Ok(format!("{}, {} task types", queue.name, types.len()))
}
