//! The workloads with the client.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::ensure;
use saltant::saltant::{ListTaskInstances, StaticToken};
use saltant::{Client, CreateTaskInstance, Executable, Observation, Uuid, WaitPolicy};

use crate::work::{AT_ONCE, CREATES, Done, GETS, PAGE, Work};

pub(crate) async fn run(work: Work, url: &str) -> anyhow::Result<Done> {
    let client = Client::builder(url).credential(StaticToken::new("bench"));
    match work {
        Work::Get => get(&client.build()?).await.map(Done::from),
        Work::List => list(&client.build()?, None).await.map(Done::from),
        Work::ListSequential => list(&client.build()?, Some(0)).await.map(Done::from),
        Work::Create => create(&client.build()?).await.map(Done::from),
        Work::Wait => wait(client).await,
    }
}

async fn get(client: &Client) -> anyhow::Result<u64> {
    let mut count = 0;
    for index in 0..GETS {
        let uuid: Uuid = crate::stub::uuid(index).parse()?;
        let instance = client.executable_task_instances().get(uuid).await?;
        count += u64::from(instance.datetime_finished.is_none());
    }
    Ok(count)
}

async fn list(client: &Client, prefetch: Option<usize>) -> anyhow::Result<u64> {
    let list = ListTaskInstances::<Executable>::new().page_size(PAGE);
    let mut items = client.executable_task_instances().list(list).items();
    if let Some(pages) = prefetch {
        items = items.prefetch(pages);
    }
    let mut count = 0;
    while let Some(instance) = items.next().await {
        count += u64::from(instance?.datetime_finished.is_none());
    }
    Ok(count)
}

async fn create(client: &Client) -> anyhow::Result<u64> {
    let create = (0..CREATES).map(|_| CreateTaskInstance::<Executable>::new(1, 1));
    let made = client.executable_task_instances().create_many(create).concurrency(AT_ONCE).await;
    ensure!(made.iter().all(Result::is_ok), "some were not created");
    Ok(made.len() as u64)
}

/// Waits for all instances of the stub, a thousand of which finish with each tick, and compares the requests
/// of each tick with the pages that are still unfinished.
async fn wait(client: saltant::ClientBuilder<Client>) -> anyhow::Result<Done> {
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
    let (noted, before) = (ticks.clone(), requests.clone());
    before.store(0, Ordering::Relaxed);
    let on_tick = move |left: usize| {
        if let Ok(mut ticks) = noted.lock() {
            ticks.push((left as u64, before.swap(0, Ordering::Relaxed)));
        }
    };
    let ended = client.executable_task_instances().wait_many(all).on_tick(on_tick).all().await;
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
