//! `saltant-bench-peers get octocrab|kube URL COUNT` gets the same task instance again and again with another
//! client, for `cargo xtask bench instructions`.

use anyhow::{Context as _, bail};
use saltant_types::saltant::{Executable, TaskInstance};

type Instance = TaskInstance<Executable>;

/// The instance's address below the service's.
const PATH: &str = "executabletaskinstances/00000000-0000-4000-8000-000000000001/";

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let ["get", peer, url, count] = words.as_slice() else {
        bail!("usage: saltant-bench-peers get octocrab|kube URL COUNT")
    };
    let count: u64 = count.parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match *peer {
        "octocrab" => runtime.block_on(octocrab(url, count)),
        "kube" => runtime.block_on(kube(url, count)),
        other => bail!("unknown peer `{other}`"),
    }
}

async fn octocrab(url: &str, count: u64) -> anyhow::Result<()> {
    let client = octocrab::Octocrab::builder().base_uri(url)?.personal_token("bench".to_owned()).build()?;
    let path =
        format!("/{}/{PATH}", url.splitn(4, '/').nth(3).context("the URL has no path")?.trim_matches('/'));
    for _ in 0..count {
        let instance: Instance = client.get(&path, None::<&()>).await?;
        anyhow::ensure!(instance.datetime_finished.is_none());
    }
    Ok(())
}

async fn kube(url: &str, count: u64) -> anyhow::Result<()> {
    let mut config = kube::Config::new(url.parse()?);
    config.auth_info.token = Some("bench".to_owned().into());
    let client = kube::Client::try_from(config)?;
    for _ in 0..count {
        let request = http::Request::get(format!("/{PATH}")).body(Vec::new())?;
        let instance: Instance = client.request(request).await?;
        anyhow::ensure!(instance.datetime_finished.is_none());
    }
    Ok(())
}
