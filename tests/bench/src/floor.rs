//! The floor: the same workloads with bare `reqwest` and `serde_json`, written carefully by hand.

use anyhow::{bail, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use saltant::saltant::Page;
use saltant::{Executable, TaskInstance};
use serde_json::json;

use crate::work::{AT_ONCE, Done, PAGE, SMALL_PAGE, Work};

pub(crate) async fn run(work: Work, url: &str, count: u64) -> anyhow::Result<Done> {
    let client = reqwest::Client::builder().build()?;
    let done = match work {
        Work::Get => get(&client, url, count).await,
        Work::List | Work::ListSequential => list(&client, url, PAGE, count).await,
        Work::Walk => list(&client, url, SMALL_PAGE, count).await,
        Work::Create => create(&client, url, count, 1).await,
        Work::CreateMany => create(&client, url, count, AT_ONCE).await,
        Work::Wait | Work::WaitByUuid | Work::Download => bail!("{work:?} has no floor"),
    };
    done.map(Done::from)
}

async fn bytes(request: reqwest::RequestBuilder) -> anyhow::Result<Vec<u8>> {
    let request = request.header(AUTHORIZATION, "Token bench").header(ACCEPT, "application/json");
    let answer = request.send().await?.error_for_status()?;
    Ok(answer.bytes().await?.into())
}

async fn get(client: &reqwest::Client, url: &str, gets: u64) -> anyhow::Result<u64> {
    let uuid = crate::stub::uuid(1);
    let mut count = 0;
    for _ in 0..gets {
        let body = bytes(client.get(format!("{url}executabletaskinstances/{uuid}/"))).await?;
        let instance: TaskInstance<Executable> = serde_json::from_slice(&body)?;
        count += u64::from(instance.datetime_finished.is_none());
    }
    Ok(count)
}

async fn list(client: &reqwest::Client, url: &str, size: u64, pages: u64) -> anyhow::Result<u64> {
    let mut count = 0;
    for page in 1..=pages {
        let address = format!("{url}executabletaskinstances/?page={page}&page_size={size}");
        let body = bytes(client.get(address)).await?;
        let page: Page<TaskInstance<Executable>> = serde_json::from_slice(&body)?;
        for instance in page.results {
            count += u64::from(instance.datetime_finished.is_none());
        }
        if page.next.is_none() {
            break;
        }
    }
    Ok(count)
}

async fn create(client: &reqwest::Client, url: &str, creates: u64, at_once: usize) -> anyhow::Result<u64> {
    let body = json!({"task_type": 1, "task_queue": 1}).to_string();
    let sent = (0..creates).map(|_| async {
        let request = client.post(format!("{url}executabletaskinstances/"));
        let answer = bytes(request.header(CONTENT_TYPE, "application/json").body(body.clone())).await?;
        anyhow::Ok(serde_json::from_slice::<TaskInstance<Executable>>(&answer)?)
    });
    let made: Vec<_> = stream::iter(sent).buffer_unordered(at_once).try_collect().await?;
    ensure!(made.len() as u64 == creates, "some were not created");
    Ok(creates)
}
