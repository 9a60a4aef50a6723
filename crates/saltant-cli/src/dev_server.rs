//! `saltant dev-server`: runs the server in memory until it is interrupted.

use std::io::{self, IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use saltant_dev_server::saltant::{DevServer, NewUser};
use saltant_dev_server::{Fault, StartError};
use serde::Serialize;

use crate::duration;
use crate::exit::{Exit, Failure};
use crate::output::{self, styles};
use crate::runtime::{self, Interrupts};
use crate::table::{Cell, Table};

mod fault;

/// Runs a saltant server in memory, for development.
///
/// It behaves like a real server, down to the wording of its messages, and has a worker that runs executable
/// tasks on this machine. All data is lost when it ends: it is for tests, demos and offline work, not for
/// production. Anyone with a token can run commands as you. So every user has a token, and the server listens
/// on this machine only, unless --let-the-network-run-commands is given.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A fault is WHAT [METHOD PATH] [xN | always] [after N]. WHAT is one of:
  STATUS       answer with this status, such as 503, instead of handling the request
  drop         close the connection instead of handling the request
  lose         handle the request, then close the connection
  cut          handle the request, then close the connection in the middle of the answer
  delay=TIME   wait before handling the request
  stuck=STATE  the task instance that the request creates stays in this state
METHOD and PATH select requests; without them, the fault applies to every request. A `*` in PATH matches any \
text. A fault applies to one request; xN applies it to N requests, `always` to all. `after N` lets N requests \
pass first.

Examples:
  saltant dev-server
  saltant dev-server --user matt:s3cret --user daniel
  saltant dev-server --addr 127.0.0.1:0 --json
  saltant dev-server --latency 200ms --fault '503 GET /api/users/ x2'
  saltant dev-server --fault 'drop POST /api/*/clone/'
  saltant dev-server --fault 'stuck=published POST /api/executabletaskinstances/'")]
pub(crate) struct Args {
    /// The address to listen on; port 0 selects a free port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8000")]
    addr: SocketAddr,

    /// A user; without TOKEN, a token is generated; the first user is the superuser
    #[arg(long = "user", value_name = "NAME[:TOKEN]", default_value = "admin")]
    users: Vec<String>,

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

    /// The number of jobs that run at the same time; 0 starts no worker, so instances stay `published`
    #[arg(long, value_name = "N", default_value_t = 2)]
    concurrency: usize,

    /// Run jobs of this queue only; instances of other queues stay `published`
    #[arg(long = "worker-queue", value_name = "NAME")]
    worker_queues: Vec<String>,

    /// An environment variable of the worker, in addition to yours; a job sees those that its task type lists
    #[arg(long = "env", value_name = "NAME=VALUE")]
    environment: Vec<String>,

    /// Keep the logs of jobs in this directory; without it, they are deleted at the end
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

pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    if !args.quiet {
        log_to_stderr();
    }
    runtime::server(serve(args))
}

async fn serve(args: Args) -> Result<Exit, Failure> {
    let json = args.json;
    // A program that reads the announcement may interrupt the server right after.
    let mut interrupts = Interrupts::new()?;
    let server = start(args).await?;
    // The server runs on if its output is closed.
    let written = if json { announce_as_json(&server) } else { announce(&server) };
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return Err(error.into());
    }
    interrupts.next().await;
    server.shutdown().await;
    Ok(Exit::Done)
}

async fn start(args: Args) -> Result<DevServer, Failure> {
    let mut builder = DevServer::builder().address(args.addr).concurrency(args.concurrency);
    for user in &args.users {
        builder = builder.user(match user.split_once(':') {
            Some((name, token)) => NewUser::new(name).token(token),
            None => NewUser::new(user),
        });
    }
    if args.let_the_network_run_commands {
        builder = builder.allow_anyone_on_the_network_to_run_commands();
    }
    for name in args.host_names {
        builder = builder.host_name(name);
    }
    if !args.worker_queues.is_empty() {
        builder = builder.worker_queues(args.worker_queues);
    }
    for variable in &args.environment {
        let (name, value) = variable
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("--env {variable}: expected NAME=VALUE")))?;
        builder = builder.worker_variable(name, value);
    }
    if let Some(logs) = args.logs {
        builder = builder.log_directory(logs);
    }
    if let Some(seed) = args.seed {
        builder = builder.seed(seed);
    }
    builder = builder.latency(args.latency.unwrap_or_default());
    for fault in args.faults {
        builder = builder.fault(fault);
    }
    Ok(builder.start().await?)
}

/// The line that `--json` prints, with the keys in this order.
#[derive(Serialize)]
struct Announcement<'s> {
    url: String,
    users: Vec<Credentials<'s>>,
}

#[derive(Serialize)]
struct Credentials<'s> {
    username: &'s str,
    password: &'s str,
    token: &'s str,
    superuser: bool,
}

fn announce_as_json(server: &DevServer) -> io::Result<()> {
    let users = server.users().iter().map(|user| Credentials {
        username: &user.username,
        password: &user.password,
        token: &user.token,
        superuser: user.superuser,
    });
    let line = serde_json::to_string(&Announcement { url: server.url(), users: users.collect() })?;
    let mut out = output::stdout();
    writeln!(out, "{line}")?;
    // A program that reads it through a pipe is waiting for it.
    out.flush()
}

fn announce(server: &DevServer) -> io::Result<()> {
    let (head, faint) = (styles::HEAD, styles::FAINT);
    writeln!(output::stdout(), "A saltant server for development: {head}{}{head:#}\n", server.url())?;
    let mut table = Table::new(["USER", "TOKEN", "PASSWORD", ""]);
    for user in server.users() {
        let rank = if user.superuser { "superuser" } else { "" };
        table.row([
            user.username.as_str().into(),
            user.token.as_str().into(),
            user.password.as_str().into(),
            Cell::styled(rank, styles::FAINT),
        ]);
    }
    table.print()?;
    let mut out = output::stdout();
    if let Some(user) = server.users().first() {
        writeln!(out, "\nIn another terminal:")?;
        writeln!(out, "  export SALTANT_API_URL={} SALTANT_AUTH_TOKEN={}", server.url(), user.token)?;
        writeln!(out, "  saltant call saltant.users.list")?;
    }
    writeln!(
        out,
        "\n{faint}Anyone with a token can run commands as you. Stop the server with Ctrl-C.{faint:#}"
    )?;
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

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let line = match std::error::Error::source(&error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        match error {
            StartError::NotLoopback(_) => Self::usage(line).hint(
                "--let-the-network-run-commands allows it; anyone there with a token can run commands as you",
            ),
            StartError::Bind { .. } => {
                Self::new(Exit::Unreached, line).hint("--addr 127.0.0.1:0 selects a free port")
            }
            StartError::Username(_) | StartError::Token(_) | StartError::TimeZone(_) => Self::usage(line),
            _ => Self::new(Exit::Unreached, line),
        }
    }
}
