//! The floor: the same workloads with bare `reqwest` and `serde_json`, written carefully by hand.

use anyhow::{bail, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use saltant::saltant::Page;
use saltant::{Executable, TaskInstance};
use serde_json::json;

use crate::work::{AT_ONCE, CREATES, Done, GETS, PAGE, Work};

pub(crate) async fn run(work: Work, url: &str) -> anyhow::Result<Done> {
    let client = reqwest::Client::builder().build()?;
    match work {
        Work::Get => get(&client, url).await.map(Done::from),
        Work::List | Work::ListSequential => list(&client, url).await.map(Done::from),
        Work::Create => create(&client, url).await.map(Done::from),
        Work::Wait => bail!("waiting has no floor: its requests are counted"),
    }
}

async fn bytes(request: reqwest::RequestBuilder) -> anyhow::Result<Vec<u8>> {
    let request = request.header(AUTHORIZATION, "Token bench").header(ACCEPT, "application/json");
    let answer = request.send().await?.error_for_status()?;
    Ok(answer.bytes().await?.into())
}

async fn get(client: &reqwest::Client, url: &str) -> anyhow::Result<u64> {
    let mut count = 0;
    for index in 0..GETS {
        let uuid = crate::stub::uuid(index);
        let body = bytes(client.get(format!("{url}executabletaskinstances/{uuid}/"))).await?;
        let instance: TaskInstance<Executable> = serde_json::from_slice(&body)?;
        count += u64::from(instance.datetime_finished.is_none());
    }
    Ok(count)
}

async fn list(client: &reqwest::Client, url: &str) -> anyhow::Result<u64> {
    let mut count = 0;
    for page in 1_u64.. {
        let address = format!("{url}executabletaskinstances/?page={page}&page_size={PAGE}");
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

async fn create(client: &reqwest::Client, url: &str) -> anyhow::Result<u64> {
    let body = json!({"task_type": 1, "task_queue": 1}).to_string();
    let sent = (0..CREATES).map(|_| {
        let request = client.post(format!("{url}executabletaskinstances/"));
        bytes(request.header(CONTENT_TYPE, "application/json").body(body.clone()))
    });
    let answers: Vec<_> = stream::iter(sent).buffer_unordered(AT_ONCE).try_collect().await?;
    for answer in &answers {
        serde_json::from_slice::<TaskInstance<Executable>>(answer)?;
    }
    ensure!(answers.len() as u64 == CREATES, "some were not created");
    Ok(CREATES)
}
