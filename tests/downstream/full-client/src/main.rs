//! `example-full-client TASK_TYPE QUEUE ARGUMENT…`: the environment names the server.

use std::error::Error;
use std::time::Duration;

use saltant::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [task_type, queue, arguments @ ..] = words.as_slice() else {
        return Err("usage: example-full-client TASK_TYPE QUEUE ARGUMENT…".into());
    };
    let arguments = arguments.iter().map(|word| word.parse()).collect::<Result<Vec<_>, _>>()?;
    let client = Client::from_env()?;
    let hour = Duration::from_secs(3600);
    for (state, count) in
        example_full_client::run_for_each(&client, task_type, queue, &arguments, hour).await?
    {
        println!("{count:>6} {state}");
    }
    Ok(())
}
