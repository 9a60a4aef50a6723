//! `saltant-bench stub` serves; `saltant-bench WORK ours|hyper|floor URL` runs one workload and prints its figures;
//! `saltant-bench federation` does so with the dev server of vantage6. With a number of units after the address,
//! a workload runs in one thread, for counting instructions. `saltant-bench dev-server` serves as saltant's dev
//! server, and `saltant-bench load get|create|QUERY CONNECTIONS URL [COUNT]` sends it requests.
//!
//! `cargo xtask bench` calls this program. Each workload runs in its own process, so that time and memory can
//! be measured separately.

mod dev_server;
mod federation;
mod floor;
mod load;
mod measure;
mod ours;
mod stub;
mod work;

use anyhow::{Context as _, bail};
use tokio::runtime::Runtime;

use work::{Done, Work};

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["stub"] => threads()?.block_on(stub::serve(stub::FINISH_PER_TICK)),
        ["stub", finish] => threads()?.block_on(stub::serve(finish.parse()?)),
        ["dev-server"] => threads()?.block_on(dev_server::serve()),
        ["load", work, connections, url] => {
            single()?.block_on(measured(load::run(work, connections.parse()?, url, None)))
        }
        ["load", work, connections, url, count] => {
            single()?.block_on(measured(load::run(work, connections.parse()?, url, Some(count.parse()?))))
        }
        ["federation"] => threads()?.block_on(measured(federation::run())),
        [work, side, url] => {
            let work: Work = work.parse()?;
            threads()?.block_on(measured(run(work, side, url, work.usual())))
        }
        [work, side, url, count] => {
            // One thread, so that each run takes the same steps. valgrind does not know all the clocks.
            single()?.block_on(run(work.parse()?, side, url, count.parse()?)).map(drop)
        }
        _ => bail!(
            "usage: saltant-bench stub [FINISH] | dev-server | load WORK CONNECTIONS URL [COUNT] | federation | \
             WORK ours|hyper|floor URL [COUNT]"
        ),
    }
}

fn threads() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

fn single() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

/// Prints what a workload took. Connecting and the allocator's first pages are not measured.
async fn measured(work: impl Future<Output = anyhow::Result<Done>>) -> anyhow::Result<()> {
    let before = measure::Snapshot::take()?;
    let Done { count, note } = work.await?;
    println!("{}", before.report(count, note.as_deref())?);
    Ok(())
}

async fn run(work: Work, side: &str, url: &str, count: u64) -> anyhow::Result<Done> {
    let done = match side {
        "ours" => ours::run(work, url, count, false).await,
        "hyper" => ours::run(work, url, count, true).await,
        "floor" => floor::run(work, url, count).await,
        other => bail!("unknown side `{other}`: it is ours, hyper or floor"),
    };
    done.with_context(|| format!("{work:?} on {side}"))
}
