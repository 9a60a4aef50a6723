//! `saltant demo saltant`: a server, its worker and two users' clients in one process, with real jobs.

use std::time::{Duration, Instant};

use saltant::saltant::{
    CreateExecutableTaskType, CreateTaskQueue, CreateTaskWhitelist, ExecutableTaskType, TaskQueue,
};
use saltant::{
    Client, CreateTaskInstance, Error, Executable, TaskInstance, TaskState, Uuid, Value, WaitPolicy,
};
use saltant_dev_server::saltant::{DevServer, NewUser};

use crate::exit::{Exit, Failure};
use crate::output::styles;
use crate::progress::Progress;
use crate::table::{Cell, Table};

use super::say;

mod jobs;

use jobs::{JOBS, TYPES};

pub(super) async fn demo() -> Result<Exit, Failure> {
    let started = Instant::now();
    let server = DevServer::builder()
        .user(NewUser::new("matt"))
        .user(NewUser::new("daniel"))
        .worker_variable("GREETING", "hello from the worker's environment")
        .concurrency(4)
        .start()
        .await?;
    say(&format!("A saltant server in this process: {}, users matt and daniel", server.url()))?;

    let mut requests = Requests { server: &server, counted: 0, parts: Vec::new() };
    let stage = set_up(&client(&server, "matt")?).await?;
    requests.count("to set up");
    say(&format!("matt created a queue, a whitelist and {} task types", stage.types.len()))?;

    let daniel = client(&server, "daniel")?;
    let instances = submit(&daniel, &stage).await?;
    requests.count("to submit, terminate and clone");
    say(&format!(
        "daniel submitted {} task instances, terminated one and cloned one; waiting for all of them …",
        instances.len() - 1
    ))?;

    let finished = wait(&daniel, &instances).await?;
    requests.count("to wait for all");
    show(&server, &stage, &finished)?;
    summary(&finished, &requests, started.elapsed())?;
    server.shutdown().await;
    Ok(Exit::Done)
}

/// What the superuser has created.
struct Stage {
    queue: TaskQueue,
    types: Vec<ExecutableTaskType>,
}

impl Stage {
    fn type_named(&self, name: &str) -> Result<&ExecutableTaskType, Failure> {
        let found = self.types.iter().find(|found| found.name == name);
        found.ok_or_else(|| {
            Failure::new(Exit::Refused, format!("the server did not return the task type {name}"))
        })
    }

    fn name_of(&self, instance: &TaskInstance<Executable>) -> &str {
        self.types.iter().find(|found| found.id == instance.task_type).map_or("?", |found| &found.name)
    }
}

async fn set_up(matt: &Client) -> Result<Stage, Failure> {
    let mut types = Vec::new();
    for made in TYPES {
        let create = CreateExecutableTaskType::new(made.name, made.command)
            .description(made.description)
            .environment_variables(texts(made.variables))
            .required_arguments(texts(made.arguments));
        types.push(matt.executable_task_types().create(create).await?);
    }
    let ids = types.iter().map(|made| made.id);
    let whitelist = CreateTaskWhitelist::new("demo").whitelisted_executable_task_types(ids);
    let whitelist = matt.task_whitelists().create(whitelist).await?;
    let queue = CreateTaskQueue::new("demo").description("jobs of the demo").whitelists([whitelist.id]);
    Ok(Stage { queue: matt.task_queues().create(queue).await?, types })
}

fn texts(words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| Value::from(*word)).collect()
}

/// Creates all instances, terminates the one that would run too long and clones one.
async fn submit(daniel: &Client, stage: &Stage) -> Result<Vec<TaskInstance<Executable>>, Failure> {
    let instances = daniel.executable_task_instances();
    let mut operations = Vec::new();
    for job in JOBS {
        let operation = CreateTaskInstance::new(stage.type_named(job.task_type)?.id, stage.queue.id);
        let arguments = job.arguments.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
        operations.push(operation.name(job.name).arguments(arguments.collect::<saltant::Map<_, _>>()));
    }
    let created: Result<Vec<_>, Error> = instances.create_many(operations).await.into_iter().collect();
    let mut created = created?;
    for job in created.clone() {
        if job.name == jobs::ENDLESS {
            instances.terminate(job.uuid).await?;
        } else if job.name == jobs::CLONED {
            created.push(instances.clone_instance(job.uuid).await?);
        }
    }
    Ok(created)
}

/// Waits for all instances and returns them in the order in which they were created.
async fn wait(
    daniel: &Client,
    instances: &[TaskInstance<Executable>],
) -> Result<Vec<TaskInstance<Executable>>, Failure> {
    let pauses = (Duration::from_millis(100), Duration::from_millis(500));
    let policy = WaitPolicy::within(Duration::from_secs(60)).with_pauses(pauses.0, pauses.1);
    let mut progress = Progress::new(instances.len(), false);
    let mut finished = instances.to_vec();
    let mut waiting = daniel.executable_task_instances().wait_many(instances.to_vec()).policy(policy);
    while let Some((uuid, result)) = waiting.next().await {
        let instance = result.map_err(Error::from)?;
        progress.finished(&instance.name, instance.state.as_str(), !instance.state.is_failure());
        if let Some(place) = finished.iter_mut().find(|known| known.uuid == uuid) {
            *place = instance;
        }
    }
    Ok(finished)
}

fn show(server: &DevServer, stage: &Stage, finished: &[TaskInstance<Executable>]) -> Result<(), Failure> {
    say("")?;
    let mut table = Table::new(["INSTANCE", "NAME", "TASK TYPE", "STATE", "TOOK", "OUTPUT"]);
    for instance in finished {
        let uuid = instance.uuid.to_string();
        let took = instance.datetime_finished.map_or("–".to_owned(), |end| {
            format!("{:.2} s", end.since(instance.datetime_created).as_secs_f64())
        });
        table.row([
            Cell::styled(&uuid[..8], styles::FAINT),
            instance.name.as_str().into(),
            stage.name_of(instance).into(),
            Cell::styled(instance.state.as_str(), styles::of_state(instance.state.as_str())),
            took.into(),
            said(server, instance.uuid.get()).into(),
        ]);
    }
    Ok(table.print()?)
}

/// The first line of a job's output, or else the last line that the worker logged about it.
fn said(server: &DevServer, uuid: Uuid) -> String {
    let logs = server.logs(uuid);
    let first = logs.stdout().ok().and_then(|text| text.lines().next().map(str::to_owned));
    let noted = || logs.worker_lines().last().filter(|line| line.contains(": ")).cloned();
    first.or_else(noted).unwrap_or_default()
}

fn summary(
    finished: &[TaskInstance<Executable>],
    requests: &Requests<'_>,
    took: Duration,
) -> Result<(), Failure> {
    let count = |state: TaskState| {
        let of_them = finished.iter().filter(|instance| instance.state == state).count();
        let style = styles::of_state(state.as_str());
        format!("{style}{of_them} {state}{style:#}")
    };
    let ends = [TaskState::Successful, TaskState::Failed, TaskState::Terminated].map(count).join(", ");
    let parts: Vec<_> = requests.parts.iter().map(|(count, what)| format!("{count} {what}")).collect();
    say("")?;
    say(&format!("{} task instances: {ends}", finished.len()))?;
    say(&format!("{} requests in {:.1} s: {}", requests.counted, took.as_secs_f64(), parts.join(", ")))?;
    let (code, faint) = (styles::HEAD, styles::FAINT);
    say(&format!(
        "\n{faint}Next:{faint:#} {code}saltant dev-server{code:#} {faint}starts such a server,{faint:#} \
         {code}saltant operations{code:#} {faint}lists what you can call{faint:#}"
    ))
}

/// The number of requests to the server in each part of the demo.
struct Requests<'s> {
    server: &'s DevServer,
    counted: u64,
    parts: Vec<(u64, &'static str)>,
}

impl Requests<'_> {
    fn count(&mut self, what: &'static str) {
        let count = self.server.request_count();
        self.parts.push((count - self.counted, what));
        self.counted = count;
    }
}

fn client(server: &DevServer, username: &str) -> Result<Client, Failure> {
    let user = server.user(username);
    let user = user.ok_or_else(|| Failure::new(Exit::Refused, format!("there is no user {username}")))?;
    Ok(Client::new(server.url(), user.token.as_str())?)
}
