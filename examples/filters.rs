//! Finds jobs by name, state, owner and time; what the server would ignore does not compile.
//!
//! `cargo run -p saltant-examples -- filters` prints:
//!
//! ```text
//! 2 begin with old- and failed
//! 1 has one of two names
//! 0 are of daniel
//! ```

use std::error::Error;
use std::time::Duration;

use saltant::saltant::{ListTaskInstances, TaskInstanceFilter, TextLookup, TimeLookup};
use saltant::{Client, Error as SaltantError, Executable, TaskState, Timestamp};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let hour_ago = Timestamp::now() - Duration::from_secs(3600);
    let failed = TaskInstanceFilter::new()
        .name(TextLookup::starts_with("old-"))
        .state(TaskState::Failed)
        .datetime_created(TimeLookup::since(hour_ago));
    println!("{} begin with old- and failed", count(&client, failed).await?);

    let named = TaskInstanceFilter::new().name(TextLookup::one_of(["old-1", "old-99"]));
    println!("{} has one of two names", count(&client, named).await?);

    let of_daniel = TaskInstanceFilter::new().username("daniel");
    println!("{} are of daniel", count(&client, of_daniel).await?);
    Ok(())
}

async fn count(client: &Client, filter: TaskInstanceFilter<Executable>) -> Result<u64, SaltantError> {
    // One page is enough: it says how many there are in all.
    let list = ListTaskInstances::new().filters(filter).page_size(1);
    Ok(client.executable_task_instances().list(list).await?.count)
}
