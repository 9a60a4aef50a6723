//! Commands that wait for what a service runs.

use std::time::{Duration, Instant};

use clap::{ArgMatches, FromArgMatches};
use futures_util::{StreamExt as _, stream};
use saltant::core::Operation;
use saltant::http::{Client, DEFAULT_CONCURRENCY, Waiting};
use saltant::{WaitError, WaitPolicy};
use serde::Serialize;
use serde_json::json;

use crate::connect::{ConnectArgs, Purpose};
use crate::duration;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::progress::Progress;
use crate::service;
use crate::view::{self, Format, Printer, ViewArgs};
use crate::wait;

pub(crate) mod agave;
pub(crate) mod inmanta;
pub(crate) mod vantage6;

/// The end of the help of each wait.
const EXIT: &str = "The exit code is 4 if it has failed, else 3 if it is unfinished at the time limit.";

/// How to wait, and for which server.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct WaitArgs {
    /// The time limit of the wait
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration::parse)]
    timeout: Duration,

    /// The first pause between two polls; later pauses grow up to a minute
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = wait::interval)]
    interval: Duration,

    /// Print no progress on stderr
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl WaitArgs {
    pub(crate) fn policy(&self) -> WaitPolicy {
        let longest = self.interval.max(Duration::from_secs(60));
        WaitPolicy::within(self.timeout).with_pauses(self.interval, longest)
    }

    pub(crate) fn view(&self) -> &ViewArgs {
        &self.view
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub(crate) async fn client(&self, service: &str) -> Result<Client, Failure> {
        self.connect.connect(service::named(service)?, Purpose::Authenticated, None).await
    }
}

/// The arguments of a command that the tree has parsed.
pub(crate) fn parsed<T: FromArgMatches>(matches: &ArgMatches) -> Result<T, Failure> {
    T::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))
}

/// How a wait for one thing ended.
struct Ended {
    id: String,
    state: String,
    /// The thing as the server last returned it, as JSON.
    shown: Option<String>,
    exit: Exit,
    trouble: Option<String>,
}

impl Ended {
    /// The end of a wait; `state` reads the state of the thing.
    fn of<T: Serialize>(
        id: String,
        result: Result<T, WaitError<T>>,
        limit: Duration,
        state: fn(&T) -> String,
    ) -> Self {
        let (exit, trouble) = match &result {
            Ok(_) => (Exit::Done, None),
            Err(WaitError::Failed { .. }) => (Exit::Failed, None),
            Err(WaitError::Poll { error, .. }) => (error.kind().into(), Some(error.to_string())),
            Err(WaitError::Deadline { .. }) => (Exit::Unreached, Some(late(limit))),
            Err(other) => (Exit::Refused, Some(other.to_string())),
        };
        let last = match result {
            Ok(last) => Some(last),
            Err(error) => error.into_last(),
        };
        let named = last.as_ref().map(state).unwrap_or_default();
        Self {
            id,
            state: named,
            shown: last.and_then(|last| serde_json::to_string(&last).ok()),
            exit,
            trouble,
        }
    }

    /// The thing as JSON, with the reason if it has not ended well.
    fn text(&self) -> String {
        let shown = self.shown.clone().unwrap_or_else(|| json!({"id": self.id}).to_string());
        match &self.trouble {
            Some(trouble) => view::with_key(&shown, "trouble", &trouble.as_str().into()),
            None => shown,
        }
    }
}

fn late(limit: Duration) -> String {
    format!("not finished within {}", duration::short(limit))
}

/// Waits for things, each with its id, shows their states meanwhile, and prints them in the end. `of` names the
/// layout.
async fn wait_for_all<O: Operation>(
    waits: impl IntoIterator<Item = (String, Waiting<'_, O>)>,
    args: &WaitArgs,
    of: &str,
    state: fn(&O::Output) -> String,
) -> Result<Exit, Failure>
where
    O::Output: Serialize + 'static,
{
    let started = Instant::now();
    let waits: Vec<_> = waits.into_iter().collect();
    let mut progress = Progress::new(waits.len(), args.quiet);
    let waits: Vec<_> = waits
        .into_iter()
        .enumerate()
        .map(|(index, (id, waiting))| {
            let show = progress.watcher();
            let waiting = waiting.policy(args.policy()).on_poll(move |seen| show(&state(seen)));
            async move { (index, Ended::of(id, waiting.await, args.timeout, state)) }
        })
        .collect();
    let mut waits = stream::iter(waits).buffer_unordered(DEFAULT_CONCURRENCY);
    let mut ended = Vec::new();
    while let Some((index, end)) = waits.next().await {
        progress.finished(&end.id, end.trouble.as_deref().unwrap_or(&end.state), end.exit == Exit::Done);
        ended.push((index, end));
    }
    drop(progress);
    ended.sort_unstable_by_key(|(index, _)| *index);
    let ended: Vec<_> = ended.into_iter().map(|(_, end)| end).collect();
    report(&ended, started, &args.view, of)
}

/// Prints the things, and a summary after a table; gives the worst exit code.
fn report(ended: &[Ended], started: Instant, view: &ViewArgs, of: &str) -> Result<Exit, Failure> {
    let worst = [Exit::Failed, Exit::Refused, Exit::Usage, Exit::Unreached];
    let exit = worst.into_iter().find(|exit| ended.iter().any(|end| end.exit == *exit));
    let mut printer = Printer::made(view, of, Format::Jsonl, true)?;
    ended.iter().try_for_each(|end| printer.text(end.text()))?;
    let is_table = printer.format().is_table();
    printer.finish()?;
    if is_table {
        let good = ended.iter().filter(|end| end.exit == Exit::Done).count();
        let took = duration::short(started.elapsed());
        output::message(&format!("\n{good} of {} successful after {took}\n", ended.len()));
    }
    Ok(exit.unwrap_or(Exit::Done))
}
