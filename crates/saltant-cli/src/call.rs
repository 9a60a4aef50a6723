//! `saltant call`: any operation of the catalog, by its name.

use std::io::{self, Write as _};
use std::time::Duration;

use futures_util::StreamExt as _;
use saltant::catalog::{AnyOperation, Entry};
use saltant::core::AuthUse;
use saltant::http::{AnyItems, Download};
use serde_json::{Map, Value};

use crate::exit::{Exit, Failure};
use crate::service::{self, Purpose};
use crate::settings::ConnectArgs;
use crate::{duration, output, runtime};

mod arguments;
mod dry_run;
mod names;

/// Calls an operation by its name and prints the answer as JSON, or a file's bytes as they are.
///
/// Arguments are NAME=VALUE pairs. A value is read as its argument wants it: a text as it stands, a number,
/// a flag, a list or an object as JSON. NAME.KEY=VALUE sets one key of an object, such as a filter; a NAME
/// that is given again makes a list; NAME:=JSON is always read as JSON.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant call saltant.task_queues.list
  saltant call task_queues.get id=7
  saltant call saltant.executable_task_instances.list filters.state=failed --all --lines
  saltant call saltant.task_queues.create name=gpu private=true whitelists=1 whitelists=2
  saltant call saltant.task_queues.patch id=7 --json '{\"active\": false}' --dry-run
  saltant call saltant.token.obtain --json @credentials.json
  generate-arguments | saltant call saltant.executable_task_instances.create --json -

`saltant operations` lists the names, `saltant operations NAME` an operation's arguments.")]
pub(crate) struct Args {
    /// The operation, such as saltant.users.list; `saltant.` may be left out
    #[arg(value_name = "NAME", index = 1)]
    name: String,

    /// Arguments
    #[arg(value_name = "NAME=VALUE", index = 2)]
    pairs: Vec<String>,

    /// All arguments as a JSON object, from a file with @FILE, from standard input with `-`; pairs go on top
    #[arg(long, value_name = "JSON")]
    json: Option<String>,

    /// Follow a list to its last page and print its items
    #[arg(long)]
    all: bool,

    /// Print the answer on one line; with --all, each item on a line of its own
    #[arg(long)]
    lines: bool,

    /// Print the request instead of sending it; secrets are hidden
    #[arg(long)]
    dry_run: bool,

    /// How long each request may take with all its attempts, such as 30s [default: 5m]
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    timeout: Option<Duration>,

    #[command(flatten)]
    connect: ConnectArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let entry = names::find(&args.name)?;
    if args.all && !entry.paged {
        return Err(Failure::usage(format!("{} is no list that comes in pages", entry.metadata.name)));
    }
    if args.json.as_deref() == Some("-") && args.connect.reads_stdin() {
        return Err(Failure::usage("--json - and --token-file - cannot both read standard input"));
    }
    let given = arguments::object(args.json.as_deref())?;
    let pairs = arguments::pairs(&args.pairs)?;
    let (operation, given) = arguments::operation(entry, given, &pairs)?;
    runtime::client(call(args, entry, operation, given))
}

async fn call(
    args: &Args,
    entry: &'static Entry,
    operation: AnyOperation,
    given: Map<String, Value>,
) -> Result<Exit, Failure> {
    let name = entry.metadata.service();
    let service = service::find(name).ok_or_else(|| {
        Failure::usage(format!("this version of the command cannot make a client of {name} yet"))
    })?;
    let purpose = match entry.metadata.auth {
        _ if args.dry_run => Purpose::Look,
        AuthUse::None => Purpose::AnonymousCall,
        AuthUse::Optional => Purpose::PublicCall,
        _ => Purpose::Call,
    };
    let client = args.connect.connect(service, purpose, args.timeout).await?;
    if args.dry_run {
        dry_run::print(&client, entry, operation, given)?;
    } else if args.all {
        let items = client.call(operation).items();
        print_items(items.ok_or_else(|| Failure::usage("the operation is no list"))?, args.lines).await?;
    } else if entry.streamed {
        let download = client.call(operation).stream();
        print_bytes(download.await?).await?;
    } else {
        let answer = client.call(operation).await?;
        output::json(&answer, !args.lines)?;
    }
    Ok(Exit::Done)
}

/// Writes bytes to standard output as they come and as they are.
async fn print_bytes(mut download: Download) -> Result<(), Failure> {
    // Not by way of what takes colours out where there is no terminal.
    let mut stdout = io::stdout().lock();
    while let Some(bytes) = download.next().await {
        stdout.write_all(&bytes?)?;
    }
    Ok(stdout.flush()?)
}

/// Prints items as they come: as lines, or as an array that is closed only if all of them came.
async fn print_items(mut items: AnyItems<'_>, lines: bool) -> Result<(), Failure> {
    let mut first = true;
    while let Some(item) = items.next().await {
        let item = item?;
        if !lines {
            write!(output::stdout(), "{}", if first { "[\n" } else { ",\n" })?;
        }
        let mut out = output::stdout();
        serde_json::to_writer(&mut out, &item).map_err(io::Error::from)?;
        if lines {
            writeln!(out)?;
        }
        first = false;
    }
    match (lines, first) {
        (true, _) => {}
        (false, true) => writeln!(output::stdout(), "[]")?,
        (false, false) => writeln!(output::stdout(), "\n]")?,
    }
    Ok(())
}
