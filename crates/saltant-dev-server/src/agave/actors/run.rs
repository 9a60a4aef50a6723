//! Running actors: a worker takes a message, and the image's program runs with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::process::Command;
use tokio::sync::Notify;

use crate::agave::actors::messages::{Content, Message};
use crate::agave::actors::workers::Worker;
use crate::agave::actors::{Actor, ActorInvocation, ActorReport, Program, change};
use crate::agave::call::text;
use crate::agave::tenant::Agave;
use crate::agave::user::FIRST_CLIENT;
use crate::json::{Constants, parse, python};
use crate::process::{self, End};

/// The most that is kept of a result; the rest is cut off.
const LONGEST_RESULT: usize = 131_072;
/// The most that is kept of the logs.
const LONGEST_LOGS: usize = 1 << 20;

/// The variable with the path of the binary message. In a container of Abaco it is always `/_abaco_binary_data`.
const BINARY_MESSAGE: &str = "_abaco_binary_data";
/// The variable with the path of the socket for results, which is `/_abaco_results.sock` in a container.
const RESULTS: &str = "_abaco_results";

/// Makes a new actor ready, or sets its error.
pub(crate) fn start(tenant: &Arc<Agave>, id: &str) {
    let now = tenant.clock.now();
    let worker = Worker::new(tenant);
    change(tenant, id, |actor| {
        actor.updated = now;
        if tenant.settings.images.contains_key(&actor.image) {
            actor.status = "READY";
            actor.status_message = String::new();
            actor.workers.push(worker);
        } else {
            actor.status = "ERROR";
            actor.status_message = format!("The image {} stands for no program here", actor.image);
        }
    });
}

/// Works on the messages of an actor as long as one waits and a worker is idle.
pub(crate) async fn work(tenant: Arc<Agave>, id: String) {
    while let Some((actor, worker, message)) = take(&tenant, &id) {
        let outcome = execute(&tenant, &actor, &worker, &message).await;
        let now = tenant.clock.now();
        change(&tenant, &id, |actor| {
            let found = actor.executions.iter_mut().find(|known| known.id == message.execution);
            if let Some(execution) = found {
                execution.finished = Some(now);
                execution.io = message.content.length();
                match &outcome {
                    Ok((report, cpu)) => {
                        execution.cpu = *cpu;
                        execution.io += report.results.iter().map(Vec::len).sum::<usize>();
                        execution.status = "COMPLETE";
                        execution.exit_code = Some(report.exit_code.into());
                        execution.logs.clone_from(&report.logs);
                        truncate(&mut execution.logs, LONGEST_LOGS);
                        execution.results.extend(report.results.iter().map(|result| {
                            Bytes::copy_from_slice(&result[..result.len().min(LONGEST_RESULT)])
                        }));
                    }
                    Err(reason) => {
                        execution.status = "ERROR";
                        execution.logs.clone_from(reason);
                    }
                }
                execution.done.send_replace(true);
            }
            let state = outcome.as_ref().ok().and_then(|(report, _)| report.state.as_deref());
            let state = state.and_then(|text| parse(text, Constants::Refused).ok());
            if let Some(state) = state.filter(|_| !actor.stateless) {
                actor.state = state;
            }
            if let Some(worker) = actor.workers.iter_mut().find(|known| known.id == worker) {
                worker.busy = false;
                worker.last_execution = Some(now);
            }
        });
    }
}

fn truncate(text: &mut String, most: usize) {
    if text.len() > most {
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
}

/// Takes a message and an idle worker, which is made if the actor has none.
fn take(tenant: &Agave, id: &str) -> Option<(Actor, String, Message)> {
    let (now, fresh) = (tenant.clock.now(), Worker::new(tenant));
    change(tenant, id, |actor| {
        if actor.status != "READY" || actor.queue.is_empty() {
            return None;
        }
        if actor.workers.is_empty() {
            actor.workers.push(fresh);
        }
        let worker = actor.workers.iter_mut().find(|worker| !worker.busy)?;
        let message = actor.queue.pop_front()?;
        worker.busy = true;
        let worker = worker.id.clone();
        if let Some(execution) = actor.executions.iter_mut().find(|known| known.id == message.execution) {
            execution.status = "RUNNING";
            execution.started = Some(now);
            execution.worker = Some(worker.clone());
        }
        Some((actor.clone(), worker, message))
    })
    .flatten()
}

/// Runs the program with a message; returns its report and the processor time that it took.
async fn execute(
    tenant: &Arc<Agave>,
    actor: &Actor,
    worker: &str,
    message: &Message,
) -> Result<(ActorReport, Duration), String> {
    let program = tenant.settings.images.get(&actor.image).cloned();
    let program = program.ok_or_else(|| format!("The image {} stands for no program here", actor.image))?;
    let environment = environment(tenant, actor, worker, message);
    let bytes = match &message.content {
        Content::Text(text, _) => text.clone().into_bytes(),
        Content::Binary(bytes) => bytes.to_vec(),
    };
    tracing::info!(target: "saltant_dev_server::worker", actor = actor.id, execution = message.execution, "running");
    match program {
        Program::Function(function) => {
            let invocation = ActorInvocation { message: bytes, environment };
            let call = tokio::task::spawn_blocking(move || process::thread_time(|| function(&invocation)));
            call.await.map_err(|_| "The function has panicked".to_owned())
        }
        Program::Command(words) => {
            let stop = actor.executions.iter().find(|known| known.id == message.execution);
            let stop = stop.map(|execution| Arc::clone(&execution.stop)).unwrap_or_default();
            let directory = tenant.directory.join("actors").join(&message.execution);
            let binary = matches!(message.content, Content::Binary(_)).then_some(bytes);
            let report = run_command(&words, environment, binary, &directory, &stop).await;
            // What cannot be removed only takes space.
            let _ = tokio::fs::remove_dir_all(&directory).await;
            report.map_err(|error| format!("The command cannot be run: {error}"))
        }
    }
}

/// The variables of an execution.
fn environment(tenant: &Agave, actor: &Actor, worker: &str, message: &Message) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (name, value) in actor.environment.entries().unwrap_or_default() {
        all.insert(name.clone(), python::str_of(value));
    }
    all.extend(message.environment.iter().cloned());
    let token = tenant.store.with(|store| {
        let client =
            store.clients.iter().find(|client| client.owner == message.sender && client.name == FIRST_CLIENT);
        let client = client?.clone();
        Some(tenant.new_access(store, &message.sender, &client))
    });
    let kind = match &message.content {
        Content::Text(text, kind) => {
            all.insert("MSG".to_owned(), text.clone());
            kind
        }
        Content::Binary(_) => "application/octet-stream",
    };
    // A sender must not lead the program to other files of this machine.
    for name in [BINARY_MESSAGE, RESULTS] {
        all.remove(name);
    }
    for (name, value) in [
        ("access_token", token.unwrap_or_default()),
        ("actor_id", actor.id.clone()),
        ("actor_dbid", actor.dbid()),
        ("actor_name", actor.name()),
        ("actor_state", if actor.stateless { "{}".to_owned() } else { python::str_of(&actor.state) }),
        ("actor_revision", actor.revision.to_string()),
        ("worker_id", worker.to_owned()),
        ("container_repo", actor.image.clone()),
        ("execution_id", message.execution.clone()),
        ("username", message.sender.clone()),
        ("api_server", message.origin.clone()),
        ("jwt_header_name", "X-JWT-Assertion-dev".to_owned()),
        ("Content_Type", kind.to_owned()),
    ] {
        all.insert(format!("_abaco_{name}"), value);
    }
    all.insert(
        "_actor_configs".to_owned(),
        text(&actor.fields, "configs").unwrap_or_else(|| "{}".to_owned()),
    );
    // Names that the system refuses are left out.
    all.retain(|name, value| !name.is_empty() && !name.contains(['=', '\0']) && !value.contains('\0'));
    all.extend(tenant.settings.environment.clone());
    all
}

/// Runs a command in a directory of its own, with a socket for its results.
async fn run_command(
    words: &[String],
    environment: BTreeMap<String, String>,
    binary: Option<Vec<u8>>,
    directory: &PathBuf,
    stop: &Notify,
) -> std::io::Result<(ActorReport, Duration)> {
    tokio::fs::create_dir_all(directory).await?;
    let logs = directory.join("logs");
    let file = std::fs::File::create(&logs)?;
    let program = words.first().ok_or_else(|| std::io::Error::other("it has no words"))?;
    let mut command = Command::new(program);
    command.args(&words[1..]).current_dir(directory).env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.env("HOME", directory).envs(environment);
    command.stdout(Stdio::from(file.try_clone()?)).stderr(Stdio::from(file));
    if let Some(binary) = binary {
        let path = directory.join("_abaco_binary_data");
        tokio::fs::write(&path, binary).await?;
        command.env(BINARY_MESSAGE, path);
    }
    let results = Results::open(&directory.join("_abaco_results.sock"))?;
    command.env(RESULTS, directory.join("_abaco_results.sock"));
    let (ended, results) = results.while_running(process::run_measured(command, stop, || ())).await;
    let (ended, cpu) = ended?;
    let exit_code = match ended {
        End::Exit(status) => status.code().unwrap_or(137),
        End::Stopped => 137,
    };
    let logs = String::from_utf8_lossy(&tokio::fs::read(logs).await.unwrap_or_default()).into_owned();
    Ok((ActorReport { logs, results, state: None, exit_code }, cpu))
}

/// The socket that takes the results of an execution, one in each datagram.
struct Results {
    #[cfg(unix)]
    socket: tokio::net::UnixDatagram,
}

impl Results {
    #[cfg(unix)]
    fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self { socket: tokio::net::UnixDatagram::bind(path)? })
    }

    /// Takes results until the command has ended, and those that it has sent by then.
    #[cfg(unix)]
    async fn while_running<T>(self, command: impl Future<Output = T>) -> (T, Vec<Vec<u8>>) {
        let mut results = Vec::new();
        let mut buffer = vec![0; LONGEST_RESULT];
        tokio::pin!(command);
        let ended = loop {
            tokio::select! {
                ended = &mut command => break ended,
                received = self.socket.recv(&mut buffer) => {
                    if let Ok(length) = received {
                        results.push(buffer[..length].to_vec());
                    }
                }
            }
        };
        while let Ok(length) = self.socket.try_recv(&mut buffer) {
            results.push(buffer[..length].to_vec());
        }
        (ended, results)
    }

    #[cfg(not(unix))]
    fn open(_: &Path) -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// This system has no such sockets, so commands have no results.
    #[cfg(not(unix))]
    async fn while_running<T>(self, command: impl Future<Output = T>) -> (T, Vec<Vec<u8>>) {
        (command.await, Vec::new())
    }
}
