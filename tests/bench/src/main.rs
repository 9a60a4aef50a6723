//! `saltant-bench stub` serves; `saltant-bench WORK ours|floor URL` runs one workload and prints its figures;
//! `saltant-bench federation` does so with the dev server of vantage6.
//!
//! `cargo xtask bench` calls this program. Each workload runs in its own process, so that time and memory can
//! be measured separately.

mod federation;
mod floor;
mod measure;
mod ours;
mod stub;
mod work;

use anyhow::{Context as _, bail};

use work::{Done, Work};

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["stub"] => stub::serve().await,
        ["federation"] => {
            let before = measure::Snapshot::take()?;
            let Done { count, note } = federation::run().await?;
            println!("{}", before.report(count, note.as_deref())?);
            Ok(())
        }
        [work, side, url] => {
            let work: Work = work.parse()?;
            // Connecting and the allocator's first pages are not measured.
            let before = measure::Snapshot::take()?;
            let done = match *side {
                "ours" => ours::run(work, url).await,
                "floor" => floor::run(work, url).await,
                other => bail!("unknown side `{other}`: it is ours or floor"),
            };
            let Done { count, note } = done.with_context(|| format!("{work:?} on {side}"))?;
            println!("{}", before.report(count, note.as_deref())?);
            Ok(())
        }
        _ => bail!("usage: saltant-bench stub | federation | WORK ours|floor URL"),
    }
}
