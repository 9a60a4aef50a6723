//! Goes through a long list, and continues at the same page after a crash.
//!
//! `cargo run -p saltant-examples -- resume_pages` prints:
//!
//! ```text
//! page 1: old-6, old-5
//! the program is interrupted
//! page 2: old-4, old-3
//! page 3: old-2, old-1
//! the list is complete
//! ```

use std::error::Error;
use std::fs;

use saltant::saltant::ListTaskInstances;
use saltant::{Client, Executable};

/// The file that keeps the number of the next page.
const PLACE: &str = "next-page.txt";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    read_on(&client, 1).await?;
    println!("the program is interrupted");
    read_on(&client, usize::MAX).await?;
    println!("the list is complete");
    Ok(())
}

/// Reads at most so many pages, from where the last run has ended.
async fn read_on(client: &Client, most: usize) -> Result<(), Box<dyn Error>> {
    let first = fs::read_to_string(PLACE).ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let list = ListTaskInstances::<Executable>::new().page(first).page_size(2);
    let mut pages = client.executable_task_instances().list(list).pages();
    for number in (first..).take(most) {
        let Some(page) = pages.next().await else { break };
        let names: Vec<_> = page?.results.into_iter().map(|job| job.name).collect();
        println!("page {number}: {}", names.join(", "));
        // Only now the page is done: after a crash in between it is read again.
        match pages.resume().and_then(|next| next.paging.page) {
            Some(next) => fs::write(PLACE, next.to_string())?,
            None => fs::remove_file(PLACE)?,
        }
    }
    Ok(())
}
