//! `saltant demo vantage6`: a federated average in an encrypted collaboration, and an algorithm that crashes.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use saltant::vantage6::{
    Client, CreateTask, Database, Encryption, ListOrganizations, ListTasks, Login, OrganizationId,
    PrivateKey, Task, TaskResults,
};
use saltant::{Error, WaitPolicy};
use saltant_dev_server::vantage6::{DevServer, NewCollaboration, NewUser};
use serde_json::{Value, json};

use crate::exit::{Exit, Failure};
use crate::output::styles;
use crate::progress::Progress;
use crate::table::{Cell, Table};

use super::say;

mod algorithms;

/// The organizations, each with the ages of its patients.
const HOSPITALS: [(&str, &[u32]); 3] = [
    ("Hospital A", &[34, 61, 47, 58, 72]),
    ("Hospital B", &[29, 44, 51]),
    ("Hospital C", &[66, 38, 59, 70, 41, 53, 62]),
];

pub(super) async fn demo() -> Result<Exit, Failure> {
    let started = Instant::now();
    // It is deleted with the server's own files.
    let folder = tempfile::Builder::new().prefix("saltant-demo-").tempdir()?;
    let server = start(folder.path()).await?;
    say(&format!("A vantage6 server in this process: {}", server.url()))?;
    say("Three hospitals with a node and a CSV file each, in an encrypted collaboration")?;

    let alice = log_in(&server).await?;
    let key = server.organization_key(HOSPITALS[0].0).unwrap_or_default();
    let key = PrivateKey::from_pem(&key).map_err(|error| refused(&error))?;
    let encryption = alice.setup_encryption(key).await.map_err(|error| refused(&error))?;
    let hospitals = hospitals(&alice).await?;
    say("alice of Hospital A logged in with her hospital's private key; waiting for two tasks …\n")?;

    let mut progress = Progress::new(2, false);
    let average = create(&encryption, "average:1", hospitals[0].0).await?;
    let average = wait(&alice, &average).await?;
    progress.finished("average", average.task.status.as_str(), true);
    let crash = create(&encryption, "crash:1", hospitals[1].0).await?;
    let crash = wait(&alice, &crash).await?;
    progress.finished("crash", crash.task.status.as_str(), false);
    drop(progress);

    show(&alice, &encryption, &hospitals, &average, &crash).await?;
    let total = encryption.json::<Value>(&average).map_err(|error| refused(&error))?;
    let total = total.into_values().next().unwrap_or_default();
    let style = styles::HEAD;
    say(&format!(
        "\nThe average age of {} patients, decrypted: {style}{:.2}{style:#}",
        total["count"],
        total["average"].as_f64().unwrap_or(f64::NAN)
    ))?;
    say(&format!("{} requests in {:.1} s", server.request_count(), started.elapsed().as_secs_f64()))?;
    let (code, faint) = (styles::HEAD, styles::FAINT);
    say(&format!(
        "\n{faint}Next:{faint:#} {code}saltant dev-server vantage6 --help{code:#} {faint}shows how your own \
         algorithms run on such nodes{faint:#}"
    ))?;
    server.shutdown().await;
    Ok(Exit::Done)
}

async fn start(folder: &Path) -> Result<DevServer, Failure> {
    let names = HOSPITALS.map(|(name, _)| name);
    let mut builder = DevServer::builder()
        .user("root")
        .user(NewUser::new("alice").role("Researcher"))
        .collaboration(NewCollaboration::new("Ages", names).encrypted(true))
        .algorithm("average:1", algorithms::average())
        .algorithm("crash:1", algorithms::crash());
    for (name, ages) in HOSPITALS {
        let file = folder.join(format!("{name}.csv"));
        let lines: Vec<String> = ages.iter().map(u32::to_string).collect();
        fs::write(&file, format!("age\n{}\n", lines.join("\n")))?;
        builder = builder.node(name).database(name, "default", file);
    }
    Ok(builder.start().await?)
}

async fn log_in(server: &DevServer) -> Result<Client, Failure> {
    let user = server.user("alice");
    let user = user.ok_or_else(|| Failure::new(Exit::Refused, "there is no user alice"))?;
    match Client::new(server.url())?.authenticate("alice", user.password.as_str()).await? {
        Login::Done(client) => Ok(client),
        _ => Err(Failure::new(Exit::Refused, "the server asked for a two-factor code")),
    }
}

/// The ids and names of the hospitals, in their order.
async fn hospitals(alice: &Client) -> Result<Vec<(OrganizationId, &'static str)>, Failure> {
    let all = alice.organizations().list(ListOrganizations::new()).items().all().await?;
    let id = |name: &'static str| {
        let found = all.iter().find(|row| row.name == name).map(|row| (row.id, name));
        found.ok_or_else(|| Failure::new(Exit::Refused, format!("the server did not return {name}")))
    };
    HOSPITALS.iter().map(|(name, _)| id(name)).collect()
}

async fn create(encryption: &Encryption, image: &str, at: OrganizationId) -> Result<Task, Failure> {
    let input = json!({"method": "central", "kwargs": {"column": "age"}});
    let task = CreateTask::new(image, [at]).input(input).name(image).collaboration(1);
    let task = task.databases([Database::from("default")]);
    encryption.create_task(task).await.map_err(|error| refused(&error))
}

async fn wait(alice: &Client, task: &Task) -> Result<TaskResults, Failure> {
    let pauses = (Duration::from_millis(20), Duration::from_millis(200));
    let policy = WaitPolicy::within(Duration::from_secs(60)).with_pauses(pauses.0, pauses.1);
    Ok(alice.wait_for_results(task).policy(policy).await.map_err(Error::from)?)
}

/// Shows what each hospital gave: its part of the average, and the log of what crashed.
async fn show(
    alice: &Client,
    encryption: &Encryption,
    hospitals: &[(OrganizationId, &'static str)],
    average: &TaskResults,
    crash: &TaskResults,
) -> Result<(), Failure> {
    let parts = alice.tasks().list(ListTasks::new().parent(average.task.id)).items().all().await?;
    let mut table = Table::new(["TASK", "HOSPITAL", "STATUS", "RESULT OR LOG"]);
    let mut rows = Vec::new();
    for part in &parts {
        rows.push(wait(alice, part).await?);
    }
    for results in rows.iter().chain([average, crash]) {
        for result in &results.results {
            let name =
                hospitals.iter().find(|(id, _)| *id == result.organization).map_or("?", |(_, name)| name);
            let found = encryption
                .payload(result)
                .ok()
                .flatten()
                .map(|payload| String::from_utf8_lossy(payload.bytes()).into_owned());
            let log = result.log.as_deref().and_then(|log| log.lines().last()).unwrap_or_default();
            let text = found.filter(|text| !text.is_empty()).unwrap_or_else(|| log.to_owned());
            table.row([
                results.task.name.as_str().into(),
                name.into(),
                Cell::styled(result.status.as_str(), styles::of_state(result.status.as_str())),
                text.into(),
            ]);
        }
    }
    Ok(table.print()?)
}

fn refused(error: &dyn std::error::Error) -> Failure {
    Failure::new(Exit::Refused, error.to_string())
}
