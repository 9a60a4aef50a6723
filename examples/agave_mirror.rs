//! Copies a folder of a system, with all that is in it, to this machine.
//!
//! `cargo run -p saltant-examples -- agave_mirror` prints:
//!
//! ```text
//! mirror/ada.txt, 36 bytes: copied
//! mirror/app/wrapper.sh, 36 bytes: copied
//! mirror/grace.txt, 60 bytes: copied
//! a second time: 0 of 3 are copied
//! ```

use std::error::Error;

use saltant::agave::{Client, Transferred};

const SYSTEM: &str = "data.example";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    // Four files at a time. What has been interrupted goes on where it was.
    let files = client.files().download_to(SYSTEM, "texts", "mirror").await?;
    for file in &files {
        let (path, length) = (file.local.display(), file.length.unwrap_or(0));
        match &file.result {
            Ok(Transferred::Copied) => println!("{path}, {length} bytes: copied"),
            Ok(_) => println!("{path}, {length} bytes: was here"),
            Err(error) => println!("{} is missing: {error}", file.remote),
        }
    }

    // A file that is here already and not older is kept; `.replace(true)` replaces those that differ.
    let again = client.files().download_to(SYSTEM, "texts", "mirror").await?;
    let copied = again.iter().filter(|file| matches!(file.result, Ok(Transferred::Copied)));
    println!("a second time: {} of {} are copied", copied.count(), again.len());
    Ok(())
}
