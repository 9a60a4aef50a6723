//! What the dev servers of all services have in common: the flags, the announcement and the end.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use saltant_dev_server::{Builder, Fault, Server, Service};
use serde::Serialize;
use serde_json::Value;

use super::fault;
use crate::duration;
use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::runtime::Interrupts;
use crate::table::{Cell, Table};

/// The end of the help of every dev server.
pub(super) const FAULTS: &str = "\
A fault is WHAT [METHOD PATH] [xN | always] [after N]. WHAT is one of:
  STATUS       answer with this status, such as 503, instead of handling the request
  drop         close the connection instead of handling the request
  lose         handle the request, then close the connection
  cut          handle the request, then close the connection in the middle of the answer
  delay=TIME   wait before handling the request
  stuck=STATE  the task instance or job that the request creates stays in this state
METHOD and PATH select requests; without them, the fault applies to every request. A `*` in PATH matches any \
text. A fault applies to one request; xN applies it to N requests, `always` to all. `after N` lets N requests \
pass first.";

/// The flags of every dev server.
#[derive(Debug, clap::Args)]
pub(super) struct Common {
    /// The address to listen on; port 0 selects a free port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8000")]
    addr: SocketAddr,

    /// Print one line of JSON once the server listens: its URL, and the users with their credentials
    #[arg(long)]
    json: bool,

    /// Allow an --addr that other machines can reach: anyone there with a token can run commands as you, and
    /// tokens cross the network unencrypted
    #[arg(long)]
    let_the_network_run_commands: bool,

    /// A further host name that requests may use
    #[arg(long = "host-name", value_name = "NAME")]
    host_names: Vec<String>,

    /// Keep the logs and files of jobs in this directory; without it, they are deleted at the end
    #[arg(long, value_name = "DIR")]
    logs: Option<PathBuf>,

    /// Generate the same tokens, passwords and UUIDs in every run; anyone can then guess them
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Delay every request by this time
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    latency: Option<Duration>,

    /// Make requests fail; see below
    #[arg(long = "fault", value_name = "FAULT", value_parser = fault::parse)]
    faults: Vec<Fault>,

    /// Do not log on stderr what the worker does
    #[arg(long, short)]
    quiet: bool,
}

/// What the command has to know of a service whose dev server it offers.
pub(super) trait Offered: Service {
    /// The service's name, as the announcement says it.
    const NAME: &'static str;
    /// The headings of the table of users.
    const HEADINGS: &'static [&'static str];
    /// What somebody with a token can do.
    const WARNING: &'static str = "Anyone with a token can run commands as you.";

    /// A user in the line of JSON.
    fn credentials(user: &Self::User) -> impl Serialize;
    /// A user in the table.
    fn row(user: &Self::User) -> Vec<Cell>;
    /// What else the line of JSON says of the server.
    fn more(_server: &Server<Self>) -> BTreeMap<&'static str, Value> {
        BTreeMap::new()
    }
    /// What to type in another terminal.
    fn first_steps(server: &Server<Self>) -> Vec<String>;
}

impl Common {
    /// Runs the server until it is interrupted.
    pub(super) async fn serve<S: Offered>(self, mut builder: Builder<S>) -> Result<Exit, Failure> {
        if !self.quiet {
            log_to_stderr();
        }
        builder = builder.address(self.addr).latency(self.latency.unwrap_or_default());
        if self.let_the_network_run_commands {
            builder = builder.allow_anyone_on_the_network_to_run_commands();
        }
        for name in self.host_names {
            builder = builder.host_name(name);
        }
        if let Some(logs) = self.logs {
            builder = builder.log_directory(logs);
        }
        if let Some(seed) = self.seed {
            builder = builder.seed(seed);
        }
        for fault in self.faults {
            builder = builder.fault(fault);
        }
        // A program that reads the announcement may interrupt the server right after.
        let mut interrupts = Interrupts::new()?;
        let server = builder.start().await?;
        // The server runs on if its output is closed.
        let written = if self.json { announce_as_json(&server) } else { announce(&server) };
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(error.into());
        }
        interrupts.next().await;
        server.shutdown().await;
        Ok(Exit::Done)
    }
}

/// The line that `--json` prints, with the keys in this order.
#[derive(Serialize)]
struct Announcement<U> {
    url: String,
    users: Vec<U>,
    #[serde(flatten)]
    more: BTreeMap<&'static str, Value>,
}

fn announce_as_json<S: Offered>(server: &Server<S>) -> io::Result<()> {
    let users = server.users().iter().map(S::credentials).collect();
    let line = serde_json::to_string(&Announcement { url: server.url(), users, more: S::more(server) })?;
    let mut out = output::stdout();
    writeln!(out, "{line}")?;
    // A program that reads it through a pipe is waiting for it.
    out.flush()
}

fn announce<S: Offered>(server: &Server<S>) -> io::Result<()> {
    let (head, faint) = (styles::HEAD, styles::FAINT);
    let (name, url) = (S::NAME, server.url());
    let article = if name.starts_with(['A', 'I']) { "An" } else { "A" };
    writeln!(output::stdout(), "{article} {name} server for development: {head}{url}{head:#}\n")?;
    let mut table = Table::new(S::HEADINGS.iter().copied());
    for user in server.users() {
        table.row(S::row(user));
    }
    table.print()?;
    let mut out = output::stdout();
    let steps = S::first_steps(server);
    if !steps.is_empty() {
        writeln!(out, "\nIn another terminal:")?;
    }
    for step in steps {
        writeln!(out, "  {step}")?;
    }
    writeln!(out, "\n{faint}{} Stop the server with Ctrl-C.{faint:#}", S::WARNING)?;
    out.flush()
}

/// Sends the worker's log to stderr: the start of each job, where its output is, and its end.
fn log_to_stderr() {
    use tracing_subscriber::Layer as _;
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::layer::SubscriberExt as _;
    use tracing_subscriber::util::SubscriberInitExt as _;

    let colours = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(colours)
        .with_target(false)
        .with_filter(Targets::new().with_target("saltant_dev_server", LevelFilter::INFO));
    // Logging that is already set up, as in a test, is kept.
    let _ = tracing_subscriber::registry().with(lines).try_init();
}

/// Splits `NAME=VALUE`, `NAME:SECRET` or another pair given to a flag.
pub(super) fn pair<'t>(flag: &str, text: &'t str, separator: char) -> Result<(&'t str, &'t str), Failure> {
    text.split_once(separator).ok_or_else(|| {
        // What was meant as a pair may be a secret alone.
        Failure::usage(format!("--{flag}: expected two parts with `{separator}` between them"))
    })
}

/// The users that `--user` names, which other flags change.
pub(super) struct Users<'t, U>(Vec<(&'t str, U)>);

impl<'t, U: Clone> Users<'t, U> {
    /// Reads each `NAME[:SECRET]`.
    pub(super) fn read(given: &'t [String], new: fn(&'t str) -> U, secret: fn(U, &'t str) -> U) -> Self {
        let user = |given: &'t String| match given.split_once(':') {
            Some((name, word)) => (name, secret(new(name), word)),
            None => (given.as_str(), new(given)),
        };
        Self(given.iter().map(user).collect())
    }

    /// Changes the users that a flag names.
    pub(super) fn mark(mut self, flag: &str, names: &[String], change: fn(U) -> U) -> Result<Self, Failure> {
        for name in names {
            self.change(flag, name, change)?;
        }
        Ok(self)
    }

    /// Changes the users whom a flag gives something, as `NAME:VALUE`.
    pub(super) fn set(
        mut self,
        flag: &str,
        given: &'t [String],
        change: fn(U, &'t str) -> U,
    ) -> Result<Self, Failure> {
        for given in given {
            let (name, value) = pair(flag, given, ':')?;
            self.change(flag, name, |user| change(user, value))?;
        }
        Ok(self)
    }

    fn change(&mut self, flag: &str, name: &str, change: impl FnOnce(U) -> U) -> Result<(), Failure> {
        let user = self.0.iter_mut().find(|(known, _)| *known == name);
        let (_, user) =
            user.ok_or_else(|| Failure::usage(format!("--{flag}: no --user is named {name:?}")))?;
        *user = change(user.clone());
        Ok(())
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = U> {
        self.0.into_iter().map(|(_, user)| user)
    }
}
