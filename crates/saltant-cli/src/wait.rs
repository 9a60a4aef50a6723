//! `saltant wait`: waits for task instances of either class.

use std::collections::HashMap;
use std::io::Write as _;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::{Stream, StreamExt as _, stream};
use saltant::saltant::{TaskClass, WaitMany};
use saltant::{Client, TaskInstance, TaskState, Uuid, WaitError, WaitPolicy};
use serde_json::{Value, json};

use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::progress::Progress;
use crate::service::SALTANT;
use crate::table::{Cell, Table};
use crate::view::{self, Format, Printer, ViewArgs};
use crate::{duration, runtime, selection};

mod locate;

use locate::Located;

/// Waits until task instances have finished, and prints their states.
///
/// The command polls lists of instances, so many instances need few requests. There is always a time limit,
/// since a real server never finishes about one job in 350. Waiting changes nothing on the server: an
/// interrupt ends the command, but not the jobs.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant wait 8c93e8b4-cf1a-4387-9dc4-78be37627356
  saltant wait --timeout 10m 8c93e8b4-cf1a-4387-9dc4-78be37627356
  saltant call executable_task_instances.list filters.state=running --all --lines | saltant wait -
  saltant wait --json - < uuids.txt

The exit code is 4 if an instance has failed or was terminated, else 1 if the server does not know one, \
else 3 if one is unfinished at the time limit.")]
pub(crate) struct Args {
    /// UUIDs of executable and container task instances; `-` reads them from standard input: one per line, or
    /// JSON objects with a key `uuid`, or an array or a page of them
    #[arg(value_name = "UUID", required = true)]
    uuids: Vec<String>,

    /// The time limit of the wait
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration::parse)]
    timeout: Duration,

    /// The first pause between two polls; later pauses grow up to a minute
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = interval)]
    interval: Duration,

    /// Print each instance as a line of JSON as it finishes, instead of a table at the end; `trouble` says why
    /// one has not finished
    #[arg(long, conflicts_with_all = ["output", "columns", "sort", "limit"])]
    json: bool,

    /// Print no progress on stderr
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    args.connect.read_token()?;
    let uuids = selection::uuids(&args.uuids)?;
    runtime::client(wait(args, uuids))
}

/// Waits for instances that were just submitted.
pub(crate) fn after_submit(
    uuids: Vec<String>,
    quiet: bool,
    view: &ViewArgs,
    connect: &ConnectArgs,
) -> Result<Exit, Failure> {
    run(&Args {
        uuids,
        timeout: Duration::from_secs(3600),
        interval: Duration::from_secs(1),
        json: !output::stdout_is_terminal() && !view.is_given(),
        quiet,
        view: view.clone(),
        connect: connect.clone(),
    })
}

/// The time for the first look at the instances, at least.
const LEAST_LOOK: Duration = Duration::from_secs(1);

/// Parses the time between two polls.
pub(crate) fn interval(text: &str) -> Result<Duration, String> {
    let interval = duration::parse(text)?;
    let is_long_enough = interval >= Duration::from_millis(1);
    is_long_enough.then_some(interval).ok_or_else(|| "the interval has to be at least 1ms".to_owned())
}

async fn wait(args: &Args, uuids: Vec<Uuid>) -> Result<Exit, Failure> {
    let started = Instant::now();
    let limit = args.timeout.max(LEAST_LOOK);
    let mut ends = Ends::new(uuids.len(), args);
    let mut found = Located::new(&uuids);
    let connect = args.connect.connect(SALTANT, Purpose::Authenticated, None);
    let client: Option<Client> = match tokio::time::timeout(limit, connect).await {
        Ok(client) => Some(client?.into()),
        Err(_) => None,
    };
    let is_located = match &client {
        Some(client) => {
            let left = limit.saturating_sub(started.elapsed());
            match tokio::time::timeout(left, found.locate(client)).await {
                Ok(located) => located.map(|()| true)?,
                Err(_) => false,
            }
        }
        None => false,
    };
    for uuid in found.sought {
        ends.add(if is_located { End::unknown(uuid) } else { End::unseen(uuid, limit) })?;
    }
    let Some(client) = client else { return ends.report(&uuids, started.elapsed()) };
    let left = args.timeout.saturating_sub(started.elapsed());
    if left.is_zero() {
        for seen in found.executable {
            ends.add(End::last_look(seen, limit))?;
        }
        for seen in found.container {
            ends.add(End::last_look(seen, limit))?;
        }
        return ends.report(&uuids, started.elapsed());
    }
    let longest = args.interval.max(Duration::from_secs(60));
    let policy = WaitPolicy::within(left).with_pauses(args.interval, longest);
    let executable = client.executable_task_instances().wait_many(found.executable.clone()).policy(policy);
    let container = client.container_task_instances().wait_many(found.container.clone()).policy(policy);
    let mut finished = pin!(stream::select(
        each(executable, found.executable, limit),
        each(container, found.container, limit)
    ));
    while let Some(end) = finished.next().await {
        ends.add(end)?;
    }
    ends.report(&uuids, started.elapsed())
}

/// The instances of a class, as their waits end. `found` are those that are waited for.
fn each<K: TaskClass>(
    wait: WaitMany<'_, K>,
    found: Vec<TaskInstance<K>>,
    limit: Duration,
) -> impl Stream<Item = End> {
    let mut found: HashMap<_, _> = found.into_iter().map(|instance| (instance.uuid, instance)).collect();
    wait.into_stream().map(move |(id, result)| End::of(id.get(), result, found.remove(&id), limit))
}

/// How the wait for one instance ended.
struct End {
    uuid: Uuid,
    class: Option<&'static str>,
    /// The instance as the server last returned it, as JSON.
    instance: Option<String>,
    name: String,
    state: String,
    took: Option<Duration>,
    exit: Exit,
    trouble: Option<String>,
}

impl End {
    /// `found` is the instance before the wait. `limit` is the time limit of the whole wait.
    fn of<K: TaskClass>(
        uuid: Uuid,
        result: Result<TaskInstance<K>, WaitError<TaskState>>,
        found: Option<TaskInstance<K>>,
        limit: Duration,
    ) -> Self {
        match result {
            Ok(instance) => {
                let exit = if instance.state.is_failure() { Exit::Failed } else { Exit::Done };
                Self::seen(uuid, Some(instance), exit, None)
            }
            Err(error) => {
                let exit = match &error {
                    WaitError::Poll { error, .. } if error.is_not_found() => Exit::Refused,
                    WaitError::Poll { error, .. } => error.kind().into(),
                    _ => Exit::Unreached,
                };
                let trouble = match &error {
                    WaitError::Poll { error, .. } => error.to_string(),
                    WaitError::Deadline { .. } => format!("not finished within {}", duration::short(limit)),
                    other => other.to_string(),
                };
                let last = found.zip(error.into_last()).map(|(mut instance, state)| {
                    instance.state = state;
                    instance
                });
                Self::seen(uuid, last, exit, Some(trouble))
            }
        }
    }

    /// An instance as the last look before the time limit has shown it.
    fn last_look<K: TaskClass>(instance: TaskInstance<K>, limit: Duration) -> Self {
        let uuid = instance.uuid.get();
        if instance.state.is_final() {
            return Self::of(uuid, Ok(instance), None, limit);
        }
        let last = Some(instance.state.clone());
        let late = WaitError::Deadline { what: String::new(), last, state: None, waited: limit };
        Self::of(uuid, Err(late), Some(instance), limit)
    }

    fn seen<K: TaskClass>(
        uuid: Uuid,
        instance: Option<TaskInstance<K>>,
        exit: Exit,
        trouble: Option<String>,
    ) -> Self {
        let took =
            instance.as_ref().and_then(|seen| Some(seen.datetime_finished?.since(seen.datetime_created)));
        Self {
            uuid,
            class: Some(K::WORD),
            name: instance.as_ref().map(|seen| seen.name.clone()).unwrap_or_default(),
            state: instance.as_ref().map(|seen| seen.state.to_string()).unwrap_or_default(),
            instance: instance.and_then(|instance| serde_json::to_string(&instance).ok()),
            took,
            exit,
            trouble,
        }
    }

    /// An instance that the server does not know.
    fn unknown(uuid: Uuid) -> Self {
        Self::without_state(uuid, Exit::Refused, "the server knows no such task instance".to_owned())
    }

    /// An instance that the server has not shown within the time limit.
    fn unseen(uuid: Uuid, limit: Duration) -> Self {
        let trouble = format!("the server did not show it within {}", duration::short(limit));
        Self::without_state(uuid, Exit::Unreached, trouble)
    }

    fn without_state(uuid: Uuid, exit: Exit, trouble: String) -> Self {
        Self {
            uuid,
            class: None,
            instance: None,
            name: String::new(),
            state: String::new(),
            took: None,
            exit,
            trouble: Some(trouble),
        }
    }

    /// The instance as JSON. If the wait for it ended otherwise, `trouble` says why.
    fn text(&self) -> String {
        let shown = self.instance.clone().unwrap_or_else(|| json!({"uuid": self.uuid}).to_string());
        match &self.trouble {
            Some(trouble) => view::with_key(&shown, "trouble", &trouble.as_str().into()),
            None => shown,
        }
    }

    /// The instance as `saltant call` prints it.
    fn as_json(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_default()
    }
}

/// The results of the wait so far.
struct Ends {
    all: Vec<End>,
    progress: Option<Progress>,
    json: bool,
    view: ViewArgs,
}

impl Ends {
    fn new(total: usize, args: &Args) -> Self {
        let progress = Some(Progress::new(total, args.quiet));
        Self { all: Vec::new(), progress, json: args.json, view: args.view.clone() }
    }

    fn add(&mut self, end: End) -> Result<(), Failure> {
        if let Some(progress) = &mut self.progress {
            let what = if end.name.is_empty() { end.uuid.to_string() } else { end.name.clone() };
            let state = end.trouble.as_deref().unwrap_or(&end.state);
            progress.finished(&what, state, end.exit == Exit::Done);
        }
        if self.json {
            output::json(&end.as_json(), false)?;
        }
        self.all.push(end);
        Ok(())
    }

    /// Prints the results in the order of the UUIDs on the command line, and returns the exit code.
    fn report(mut self, order: &[Uuid], took: Duration) -> Result<Exit, Failure> {
        // This clears the progress bar before the table is printed.
        self.progress = None;
        let exit = self.exit();
        if self.json {
            return Ok(exit);
        }
        self.all.sort_by_key(|end| order.iter().position(|uuid| *uuid == end.uuid));
        if self.view.is_given() {
            let view = self.view.or(Format::Table);
            let mut printer = Printer::made(&view, "saltant wait", Format::Table, true)?;
            self.all.iter().try_for_each(|end| printer.text(end.text()))?;
            printer.finish()?;
            return Ok(exit);
        }
        let mut table = Table::new(["UUID", "CLASS", "STATE", "TOOK", "NAME"]);
        for end in &self.all {
            let about = end.trouble.as_ref().filter(|_| end.name.is_empty()).unwrap_or(&end.name);
            table.row([
                end.uuid.to_string().into(),
                end.class.unwrap_or("–").into(),
                Cell::styled(
                    if end.state.is_empty() { "–" } else { &end.state },
                    styles::of_state(&end.state),
                ),
                end.took.map_or("–".to_owned(), duration::short).into(),
                about.as_str().into(),
            ]);
        }
        table.print()?;
        self.summary(took)?;
        Ok(exit)
    }

    fn summary(&self, took: Duration) -> Result<(), Failure> {
        let count = |exit: Exit| self.all.iter().filter(|end| end.exit == exit).count();
        let parts = [
            (count(Exit::Done), "successful", styles::GOOD),
            (count(Exit::Failed), "without success", styles::BAD),
            (count(Exit::Unreached), "unfinished", styles::ODD),
            (count(Exit::Refused), "unknown", styles::ODD),
        ];
        let said = parts.into_iter().filter(|(count, ..)| *count > 0);
        let said: Vec<_> =
            said.map(|(count, what, style)| format!("{style}{count} {what}{style:#}")).collect();
        let waited = duration::short(took);
        Ok(writeln!(output::stdout(), "\n{} after {waited}", said.join(", "))?)
    }

    /// The exit code of the worst result: failed, then unknown, then unfinished.
    fn exit(&self) -> Exit {
        let worst = [Exit::Failed, Exit::Refused, Exit::Usage, Exit::Unreached];
        worst.into_iter().find(|exit| self.all.iter().any(|end| end.exit == *exit)).unwrap_or(Exit::Done)
    }
}
