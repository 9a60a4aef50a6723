//! Creates an actor, sends it a message, and takes the result of the execution.
//!
//! `cargo run -p saltant-examples -- agave_actor` prints:
//!
//! ```text
//! the result: 6
//! the log: 6 words
//! ```

use std::error::Error;

use saltant::agave::{Actor, ActorStatus, Client, SendMessage};
use saltant::http::WaitStatus;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let actors = client.actors();
    let actor = actors.create(Actor::new().image("example/word-count").name("word-count")).await?;
    let actor = actor.id.ok_or("the actor has no id")?;
    let ready = actors.get(actor.clone()).wait_until(|actor| match &actor.status {
        Some(ActorStatus::Ready) => WaitStatus::Succeeded,
        Some(ActorStatus::Error) => WaitStatus::Failed("ERROR".to_owned()),
        other => WaitStatus::InProgress(format!("{other:?}")),
    });
    ready.await?;

    let message = SendMessage::new(actor.clone(), "to be or not to be");
    let sent = actors.send_message(message).await?;
    let execution = sent.execution_id.ok_or("the execution has no id")?;
    // The image's program may end with an exit code: another one than 0 is a failure.
    actors.wait_until_complete(actor.clone(), execution.clone()).await?;

    // A result can be taken once; the service forgets it then.
    let result = actors.take_execution_result(actor.clone(), execution.clone()).await?;
    println!("the result: {}", String::from_utf8_lossy(&result));
    let logs = actors.get_execution_logs(actor, execution).await?;
    println!("the log: {}", logs.logs.unwrap_or_default().trim());
    Ok(())
}
