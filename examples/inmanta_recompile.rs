//! Compiles a model, and shows which step has failed if one has.
//!
//! `cargo run -p saltant-examples -- inmanta_recompile` prints:
//!
//! ```text
//! the compile made version 7
//! ```

use std::error::Error;

use saltant::WaitError;
use saltant::inmanta::Client;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let environment = client.environment_named("web/production").await?;

    // The wait is for the compile of this request, also if others are requested at the same time.
    match environment.recompile_and_wait().update(true).message("nightly").await {
        Ok(compile) => match compile.version {
            Some(version) => println!("the compile made version {version}"),
            None => println!("the compile made no version"),
        },
        Err(WaitError::Failed { last, state, .. }) => {
            println!("it {state}");
            for error in last.compile_data.map(|data| data.errors).unwrap_or_default() {
                println!("{}", error.message);
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
