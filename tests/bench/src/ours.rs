//! The workloads with the client.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::ensure;
use reqwest::Method;
use saltant::saltant::{ListTaskInstances, StaticToken};
use saltant::{Client, CreateTaskInstance, Executable, Observation, Uuid, WaitPolicy};
use tokio::sync::Notify;

use crate::work::{AT_ONCE, Done, PAGE, SMALL_PAGE, Work};

pub(crate) async fn run(work: Work, url: &str, count: u64, over_hyper: bool) -> anyhow::Result<Done> {
    let client = Client::builder(url).credential(StaticToken::new("bench")).over_hyper(over_hyper);
    if work == Work::Wait {
        return wait(client, count).await;
    }
    let client = client.build()?;
    let done = match work {
        Work::Get => get(&client, count).await,
        Work::List => list(&client, count, None).await,
        Work::ListSequential => list(&client, count, Some(0)).await,
        Work::Walk => walk(&client, count).await,
        Work::Create => create(&client, count).await,
        Work::CreateMany => create_many(&client, count).await,
        Work::Download => download(&client).await,
        Work::Wait | Work::WaitByUuid => wait_by_uuid(&client, url, count).await,
    };
    done.map(Done::from)
}

async fn get(client: &Client, gets: u64) -> anyhow::Result<u64> {
    let uuid: Uuid = crate::stub::uuid(1).parse()?;
    let mut count = 0;
    for _ in 0..gets {
        let instance = client.executable_task_instances().get(uuid).await?;
        count += u64::from(instance.datetime_finished.is_none());
    }
    Ok(count)
}

async fn list(client: &Client, pages: u64, prefetch: Option<usize>) -> anyhow::Result<u64> {
    let list = ListTaskInstances::<Executable>::new().page_size(PAGE);
    let mut items = client.executable_task_instances().list(list).items().max_pages(pages);
    if let Some(pages) = prefetch {
        items = items.prefetch(pages);
    }
    let mut count = 0;
    while let Some(instance) = items.next().await {
        count += u64::from(instance?.datetime_finished.is_none());
    }
    Ok(count)
}

async fn walk(client: &Client, wanted: u64) -> anyhow::Result<u64> {
    let list = ListTaskInstances::<Executable>::new().page_size(SMALL_PAGE);
    let mut pages = client.executable_task_instances().list(list).pages().max_pages(wanted);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page?.results.len() as u64;
    }
    Ok(count)
}

async fn create(client: &Client, creates: u64) -> anyhow::Result<u64> {
    for _ in 0..creates {
        client.executable_task_instances().create(CreateTaskInstance::new(1, 1)).await?;
    }
    Ok(creates)
}

async fn create_many(client: &Client, creates: u64) -> anyhow::Result<u64> {
    let create = (0..creates).map(|_| CreateTaskInstance::<Executable>::new(1, 1));
    let made = client.executable_task_instances().create_many(create).concurrency(AT_ONCE).await;
    ensure!(made.iter().all(Result::is_ok), "some were not created");
    Ok(made.len() as u64)
}

async fn download(client: &Client) -> anyhow::Result<u64> {
    let mut download = client.request(Method::GET, "file").stream().await?;
    let mut bytes = 0;
    while let Some(piece) = download.next().await {
        bytes += piece?.len() as u64;
    }
    Ok(bytes)
}

/// Waits for all instances of the stub, none of which finishes, for a number of ticks.
async fn wait_by_uuid(client: &Client, url: &str, ticks: u64) -> anyhow::Result<u64> {
    let total: u64 = url.split('/').nth(3).unwrap_or_default().parse()?;
    let uuids = (0..total).map(|index| crate::stub::uuid(index).parse::<Uuid>());
    let uuids: Vec<_> = uuids.collect::<Result<_, _>>()?;
    let (enough, mut left) = (Arc::new(Notify::new()), ticks);
    let is_enough = enough.clone();
    let on_tick = move |_: usize| {
        left = left.saturating_sub(1);
        if left == 0 {
            enough.notify_one();
        }
    };
    let policy = WaitPolicy::within(Duration::from_secs(300)).every(Duration::from_millis(1));
    let wait = client.executable_task_instances().wait_many_by_uuid(uuids);
    let mut wait = wait.policy(policy).on_tick(on_tick);
    tokio::select! {
        _ = wait.next() => anyhow::bail!("one has finished"),
        () = is_enough.notified() => Ok(total),
    }
}

/// Waits for all instances of the stub, a thousand of which finish with each tick, and compares the requests
/// of each tick with the pages that are still unfinished. It ends after `most` ticks at the latest.
async fn wait(client: saltant::ClientBuilder<Client>, most: u64) -> anyhow::Result<Done> {
    let requests = Arc::new(AtomicU64::new(0));
    let counted = requests.clone();
    let policy = WaitPolicy::within(Duration::from_secs(300)).every(Duration::from_millis(1));
    let client: Client = client
        .observer(move |_: &Observation<'_>| {
            counted.fetch_add(1, Ordering::Relaxed);
        })
        .wait(policy)
        .build()?;
    let list = ListTaskInstances::<Executable>::new().page_size(PAGE);
    let all = client.executable_task_instances().list(list).items().all().await?;
    let total = all.len() as u64;

    let ticks = Arc::new(Mutex::new(Vec::new()));
    let (noted, before, enough) = (ticks.clone(), requests.clone(), Arc::new(Notify::new()));
    let is_enough = enough.clone();
    before.store(0, Ordering::Relaxed);
    let on_tick = move |left: usize| {
        if let Ok(mut ticks) = noted.lock() {
            ticks.push((left as u64, before.swap(0, Ordering::Relaxed)));
            if ticks.len() as u64 >= most {
                enough.notify_one();
            }
        }
    };
    let wait = client.executable_task_instances().wait_many(all).on_tick(on_tick).all();
    let ended = tokio::select! {
        ended = wait => ended,
        () = is_enough.notified() => return Ok(Done::from(most)),
    };
    ensure!(ended.iter().all(|(_, result)| result.is_ok()), "some did not finish");

    let ticks = ticks.lock().map_err(|_| anyhow::anyhow!("a tick panicked"))?.clone();
    let mut unfinished = total;
    let mut worst = 0.0_f64;
    for (left, requests) in &ticks {
        #[allow(clippy::cast_precision_loss)] // a ratio for people
        let share = *requests as f64 / (unfinished.div_ceil(PAGE) + 1) as f64;
        worst = worst.max(share);
        unfinished = *left;
    }
    let note = format!("{} ticks, at most {worst:.2} of (unfinished pages + 1) requests", ticks.len());
    Ok(Done { count: ended.len() as u64, note: Some(note) })
}
