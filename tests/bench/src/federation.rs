//! A thousand tasks over the ten nodes of vantage6's dev server, with an algorithm that does nothing.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use saltant::vantage6::{Client, CreateTask, ListOrganizations, OrganizationId, RunStatus};
use saltant_dev_server::vantage6::{Algorithm, DevServer, NewCollaboration, NewUser};

use crate::measure;
use crate::work::Done;

const TASKS: usize = 1000;
const NODES: usize = 10;

/// Runs the tasks twice. The note tells the time of the second round, and the memory that it left behind.
pub(crate) async fn run() -> anyhow::Result<Done> {
    let names: Vec<String> = (1..=NODES).map(|number| format!("Organization {number}")).collect();
    let mut builder = DevServer::builder()
        .user("root")
        .user(NewUser::new("alice"))
        .collaboration(NewCollaboration::new("all", names.clone()))
        .algorithm("nothing:1", Algorithm::function(|_| Ok(b"null".to_vec())));
    for name in names {
        builder = builder.node(name);
    }
    let server = builder.start().await?;
    let alice = server.user("alice").context("she was added")?;
    let client = Client::new(server.url())?.authenticate("alice", alice.password.as_str()).await?;
    let client = client.into_client()?;
    let all = client.organizations().list(ListOrganizations::new()).items().all().await?;
    let all: Vec<_> = all.iter().filter(|row| row.name != "root").map(|row| row.id).collect();
    batch(&client, &all).await?;
    let (before, begun) = (measure::now_kib()?, Instant::now());
    batch(&client, &all).await?;
    let (seconds, grown) = (begun.elapsed().as_secs_f64(), measure::now_kib()?.saturating_sub(before));
    server.shutdown().await;
    let note = format!("{seconds:.2} s for {TASKS} tasks over {NODES} nodes, which left {grown} KiB behind");
    Ok(Done { count: (2 * TASKS * NODES).try_into()?, note: Some(note) })
}

async fn batch(client: &Client, organizations: &[OrganizationId]) -> anyhow::Result<()> {
    let tasks = stream::iter(0..TASKS).map(async |_| {
        let input = serde_json::json!({"method": "m"});
        let task = CreateTask::new("nothing:1", organizations.iter().copied()).input(input).collaboration(1);
        client.tasks().create(task).await
    });
    let tasks: Vec<_> = tasks.buffer_unordered(16).try_collect().await?;
    for task in tasks {
        let wait = client.wait_for_results(&task).interval(Duration::from_millis(5));
        let results = wait.await?;
        ensure!(results.results.len() == NODES, "a run is missing");
        ensure!(results.results.iter().all(|run| run.status == RunStatus::Completed), "a run failed");
    }
    Ok(())
}
