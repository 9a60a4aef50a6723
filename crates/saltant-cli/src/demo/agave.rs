//! `saltant demo agave`: a tenant and a user's client in one process, with real files, jobs and an actor.

use std::path::Path;
use std::time::{Duration, Instant};

use saltant::agave::{
    Actor, ActorId, ActorStatus, ApiClientRequest, ApplicationRequest, Client, ExecutionStatus, FileAction,
    Job, JobAction, JobId, JobRequest, JobState, ListFiles, ManageFile, ManageSystem, SendMessage,
    SystemAction, SystemRequest,
};
use saltant::http::WaitStatus;
use saltant::{Error, WaitPolicy};
use saltant_dev_server::agave::{ActorInvocation, ActorReport, DevServer, NewUser};

use super::say;
use crate::exit::{Exit, Failure};
use crate::output::styles;
use crate::table::{Cell, Table};

const STORAGE: &str = "data.example";
const EXECUTION: &str = "here.example";
const IMAGE: &str = "example/word-count";

pub(super) async fn demo() -> Result<Exit, Failure> {
    let started = Instant::now();
    let server =
        DevServer::builder().user(NewUser::new("matt")).actor_function(IMAGE, count_words).start().await?;
    say(&format!("An Agave server in this process: {}, user matt", server.url()))?;

    let client = sign_in(&server).await?;
    say("matt registered an OAuth client and logged in with it")?;
    set_up(&client).await?;
    let uploaded = upload(&client).await?;
    let app = register_app(&client).await?;
    say(&format!("matt created two systems, uploaded {uploaded} files and registered the app {app}"))?;

    let jobs = submit(&client, &app).await?;
    say(&format!("matt submitted {} jobs; waiting for all of them …", jobs.len()))?;
    let jobs = wait(&client, &jobs).await?;
    show(&client, &jobs).await?;

    let counted = run_actor(&client).await?;
    say(&format!("An actor counted {counted} words in a message"))?;
    let states = ["FINISHED", "FAILED", "STOPPED"].map(|state| {
        let style = styles::of_state(state);
        let count =
            jobs.iter().filter(|job| job.status.as_ref().is_some_and(|known| known.as_str() == state));
        format!("{style}{} {state}{style:#}", count.count())
    });
    say(&format!("\n{} jobs: {}", jobs.len(), states.join(", ")))?;
    say(&format!("{} requests in {:.1} s", server.request_count(), started.elapsed().as_secs_f64()))?;
    let (code, faint) = (styles::HEAD, styles::FAINT);
    say(&format!(
        "\n{faint}Next:{faint:#} {code}saltant dev-server agave{code:#} {faint}starts such a server,{faint:#} \
         {code}saltant operations agave{code:#} {faint}lists what you can call{faint:#}"
    ))?;
    server.shutdown().await;
    Ok(Exit::Done)
}

/// What runs in place of the image.
fn count_words(invocation: &ActorInvocation) -> ActorReport {
    let words = String::from_utf8_lossy(&invocation.message).split_whitespace().count();
    ActorReport::new().log(format!("{words} words")).result(words.to_string())
}

/// Signs in as a newcomer does: with a password, and an OAuth client that is made with it.
async fn sign_in(server: &DevServer) -> Result<Client, Failure> {
    let user = server.user("matt").ok_or_else(|| Failure::new(Exit::Refused, "there is no user matt"))?;
    let pauses = (Duration::from_millis(20), Duration::from_millis(100));
    let policy = WaitPolicy::within(Duration::from_secs(60)).with_pauses(pauses.0, pauses.1);
    let tenant: Client = Client::builder(server.url()).wait(policy).build()?;
    let request = ApiClientRequest::new().client_name("demo");
    let (client, _) = tenant.create_client(request, "matt", user.password.as_str()).await?;
    Ok(client)
}

/// Reads a request from the JSON that people keep in files.
fn read<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> Result<T, Failure> {
    serde_json::from_value(json).map_err(|error| Failure::new(Exit::Refused, error.to_string()))
}

async fn set_up(client: &Client) -> Result<(), Failure> {
    let storage = serde_json::json!({
        "protocol": "LOCAL", "host": "localhost", "port": 22, "rootDir": "/", "homeDir": "/home/matt",
        "auth": {"type": "LOCAL"}
    });
    let system: SystemRequest = read(serde_json::json!({
        "id": STORAGE, "name": "Files", "type": "STORAGE", "storage": storage
    }))?;
    client.systems().create(system).await?;
    client.systems().manage(ManageSystem::new(STORAGE, SystemAction::Setdefault)).await?;
    let system: SystemRequest = read(serde_json::json!({
        "id": EXECUTION, "name": "This machine", "type": "EXECUTION", "executionType": "CLI", "scheduler": "FORK",
        "workDir": "/work", "queues": [{"name": "default"}], "storage": storage,
        "login": {"protocol": "LOCAL", "host": "localhost", "port": 22, "auth": {"type": "LOCAL"}}
    }))?;
    client.systems().create(system).await?;
    Ok(())
}

/// The wrapper script of the app. What is in `${…}` is filled in by the server.
const WRAPPER: &str = "\
#!/bin/bash
case ${mode} in
    fail) ${AGAVE_JOB_CALLBACK_FAILURE} ;;
    sleep) sleep 600 ;;
    *) echo $(cat ${text} | wc -w) words in ${text} | tee count.txt ;;
esac
";

const TEXTS: &[(&str, &str)] = &[
    ("ada.txt", "The engine weaves algebraic patterns just as the loom weaves flowers and leaves"),
    ("grace.txt", "One accurate measurement is worth a thousand expert opinions"),
    ("edsger.txt", "Simplicity is prerequisite for reliability"),
];

/// Uploads a directory of this machine: the texts, and the app in a directory inside. Returns the number of files.
async fn upload(client: &Client) -> Result<usize, Failure> {
    let local = tempfile::tempdir()?;
    for (name, text) in TEXTS {
        std::fs::write(local.path().join(name), text)?;
    }
    std::fs::create_dir(local.path().join("app"))?;
    std::fs::write(local.path().join("app/wrapper.sh"), WRAPPER)?;
    upload_directory(client, local.path(), "demo").await?;
    upload_directory(client, &local.path().join("app"), "demo/app").await?;
    let mut listed = 0;
    for folder in ["demo", "demo/app"] {
        let files = client.files().list(ListFiles::new(STORAGE, folder)).items().all().await?;
        listed +=
            files.iter().filter(|file| file.r#type == Some(saltant::agave::RemoteFileType::File)).count();
    }
    Ok(listed)
}

/// Uploads the files of one directory.
async fn upload_directory(client: &Client, local: &Path, remote: &str) -> Result<(), Failure> {
    let mkdir = ManageFile::new(STORAGE, "", FileAction::Mkdir).path(remote);
    client.files().manage(mkdir).await?;
    for entry in std::fs::read_dir(local)? {
        let path = entry?.path();
        if path.is_file() {
            client.files().upload(STORAGE, remote, path).await?;
        }
    }
    Ok(())
}

async fn register_app(client: &Client) -> Result<String, Failure> {
    let app: ApplicationRequest = read(serde_json::json!({
        "name": "words", "version": "1.0", "executionType": "CLI", "parallelism": "SERIAL", "available": true,
        "executionSystem": EXECUTION, "deploymentSystem": STORAGE, "deploymentPath": "demo/app",
        "templatePath": "wrapper.sh", "testPath": "wrapper.sh",
        "inputs": [{"id": "text", "value": {"required": false}}],
        "parameters": [{"id": "mode", "value": {"type": "string", "default": "count"}}]
    }))?;
    let app = client.apps().create(app).await?;
    let id = app.id.ok_or_else(|| Failure::new(Exit::Refused, "the server did not return the app's id"))?;
    Ok(id.to_string())
}

async fn submit(client: &Client, app: &str) -> Result<Vec<JobId>, Failure> {
    let job = |name: &str| JobRequest::new().app_id(app).name(name).archive(true);
    let mut requests: Vec<JobRequest> = TEXTS
        .iter()
        .map(|(name, _)| {
            job(&format!("count-{name}")).input("text", format!("agave://{STORAGE}/demo/{name}"))
        })
        .collect();
    requests.push(job("broken").parameter("mode", "fail"));
    requests.push(job("endless").parameter("mode", "sleep"));
    let submitted: Result<Vec<Job>, Error> = client.jobs().submit_many(requests).await.into_iter().collect();
    let ids: Vec<JobId> = submitted?.into_iter().filter_map(|job| job.id).collect();
    // The last one would run too long.
    if let Some(endless) = ids.last() {
        let running = |status: &saltant::agave::JobStatus| match &status.status {
            Some(JobState::Running) => WaitStatus::Succeeded,
            Some(state) if state.is_final() => WaitStatus::Failed(state.to_string()),
            state => WaitStatus::InProgress(state.as_ref().map(ToString::to_string).unwrap_or_default()),
        };
        client.jobs().get_status(endless.clone()).wait_until(running).await.map_err(Error::from)?;
        client.jobs().manage(endless.clone(), JobAction::Stop).await?;
    }
    Ok(ids)
}

/// Waits for all jobs and returns them in the order in which they were submitted.
async fn wait(client: &Client, ids: &[JobId]) -> Result<Vec<Job>, Failure> {
    let mut jobs = Vec::new();
    for id in ids {
        client.jobs().wait(id.clone()).await.map_err(Error::from)?;
        jobs.push(client.jobs().get(id.clone()).await?);
    }
    Ok(jobs)
}

async fn show(client: &Client, jobs: &[Job]) -> Result<(), Failure> {
    say("")?;
    let mut table = Table::new(["JOB", "NAME", "STATUS", "OUTPUT"]);
    for job in jobs {
        let Some(id) = &job.id else { continue };
        let state = job.status.as_ref().map_or("?", JobState::as_str);
        let said = if job.status == Some(JobState::Finished) {
            let mut output = Vec::new();
            let file = client.jobs().download_output(id.clone(), "count.txt");
            file.stream().await?.write_to(&mut output).await?;
            String::from_utf8_lossy(&output).trim().to_owned()
        } else {
            job.message.clone().unwrap_or_default()
        };
        table.row([
            Cell::styled(id.to_string().chars().take(8).collect::<String>(), styles::FAINT),
            job.name.clone().unwrap_or_default().into(),
            Cell::styled(state, styles::of_state(state)),
            said.into(),
        ]);
    }
    table.print()?;
    say("")
}

/// Sends a message to a new actor and returns the result of its execution.
async fn run_actor(client: &Client) -> Result<String, Failure> {
    let missing = || Failure::new(Exit::Refused, "the server did not return an id");
    let actor = client.actors().create(Actor::new().image(IMAGE).name("word-count")).await?;
    let actor: ActorId = actor.id.ok_or_else(missing)?;
    let ready = |actor: &Actor| match &actor.status {
        Some(ActorStatus::Ready) => WaitStatus::Succeeded,
        Some(ActorStatus::Error) => WaitStatus::Failed("ERROR".to_owned()),
        state => WaitStatus::InProgress(state.as_ref().map(ToString::to_string).unwrap_or_default()),
    };
    client.actors().get(actor.clone()).wait_until(ready).await.map_err(Error::from)?;
    let message = SendMessage::new(actor.clone(), "to be or not to be");
    let execution = client.actors().send_message(message).await?.execution_id.ok_or_else(missing)?;
    let done = |execution: &saltant::agave::Execution| {
        let is_final = execution.status.as_ref().is_some_and(ExecutionStatus::is_final);
        let state = execution.status.as_ref().map(ToString::to_string);
        if is_final { WaitStatus::Succeeded } else { WaitStatus::InProgress(state.unwrap_or_default()) }
    };
    let finished = client.actors().get_execution(actor.clone(), execution.clone()).wait_until(done);
    finished.await.map_err(Error::from)?;
    let result = client.actors().take_execution_result(actor, execution).await?;
    Ok(String::from_utf8_lossy(&result).into_owned())
}
