//! `saltant call`: calls any operation of the catalog by its name.

use std::time::Duration;

use saltant::catalog::{AnswerKind, AnyList, Entry};
use saltant::core::Effect;
use saltant::http::Items;
use serde_json::{Map, Value};

use crate::connect::{ConnectArgs, Purpose, astakos};
use crate::exit::{self, Exit, Failure};
use crate::service::{self, Api};
use crate::{duration, output, runtime};

mod arguments;
mod download;
mod dry_run;
mod files;
mod names;

use arguments::Pair;

/// Calls an operation by its name and prints the answer as JSON; a download is printed unchanged.
///
/// Arguments are NAME=VALUE pairs. The type of the argument decides how VALUE is read: a text is taken as it
/// is, while a number, a flag, a list or an object is read as JSON. NAME.KEY=VALUE sets one key of an object,
/// such as a filter. A NAME that is repeated makes a list. NAME:=JSON is read as JSON whatever the type. Where
/// an argument takes a file, @FILE sends its content, and @- that of standard input.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant call saltant.task_queues.list
  saltant call task_queues.get id=7
  saltant call saltant.executable_task_instances.list filters.state=failed --all --lines
  saltant call saltant.task_queues.create name=gpu private=true whitelists=1 whitelists=2
  saltant call saltant.task_queues.patch id=7 --json '{\"active\": false}' --dry-run
  saltant call saltant.token.obtain --json @credentials.json
  saltant call agave.actors.send_binary_message actor_id=vXzKe8pPq message=@image.png
  generate-arguments | saltant call saltant.executable_task_instances.create --json -

`saltant operations` lists the names. `saltant operations NAME` describes an operation and its arguments.")]
pub(crate) struct Args {
    /// The operation, such as saltant.users.list; `saltant.` can be left out
    #[arg(value_name = "NAME", index = 1)]
    name: String,

    /// The arguments of the operation
    #[arg(value_name = "NAME=VALUE", index = 2)]
    pairs: Vec<String>,

    /// The arguments as a JSON object; @FILE reads it from a file, `-` from standard input; pairs override it
    #[arg(long, value_name = "JSON")]
    json: Option<String>,

    /// Fetch all pages of a list and print the items
    #[arg(long)]
    all: bool,

    /// Print the answer on one line; with --all, one item per line
    #[arg(long)]
    lines: bool,

    /// Print the request instead of sending it; secrets are hidden
    #[arg(long)]
    dry_run: bool,

    /// The time limit of each request including retries, such as 30s [default: 5m]
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    timeout: Option<Duration>,

    #[command(flatten)]
    connect: ConnectArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let entry = names::find(&args.name)?;
    if args.all && entry.answer != AnswerKind::Page {
        return Err(Failure::usage(format!("--all: {} is not a list with pages", entry.metadata.name)));
    }
    let json = (args.json.as_deref() == Some("-")).then_some("--json -");
    let token = args.connect.reads_stdin().then_some("--token-file -");
    let file = args.pairs.iter().find(|pair| pair.ends_with("=@-")).map(String::as_str);
    if let [first, second, ..] = json.into_iter().chain(token).chain(file).collect::<Vec<_>>()[..] {
        return Err(Failure::usage(format!("{first} and {second} cannot both read standard input")));
    }
    let given = arguments::object(args.json.as_deref())?;
    let pairs = arguments::pairs(&args.pairs)?;
    let is_write = entry.metadata.effect != Effect::Safe && !args.dry_run;
    let done = runtime::client(call(args, entry, given, &pairs));
    done.map_err(|failure| if is_write { failure.during_write() } else { failure })
}

async fn call(
    args: &Args,
    entry: &'static Entry,
    given: Map<String, Value>,
    pairs: &[Pair],
) -> Result<Exit, Failure> {
    let made = arguments::operation(entry, given, pairs).await?;
    let name = entry.metadata.service();
    let service = service::find(name)
        .ok_or_else(|| Failure::usage(format!("this version of the command cannot call {name}")))?;
    let purpose = if args.dry_run { Purpose::DryRun } else { entry.metadata.auth.into() };
    let client = args.connect.connect(service, purpose, args.timeout).await?;
    if args.dry_run {
        if service.api == Api::Astakos && entry.metadata.part.is_some() {
            astakos::find_addresses(&client).await?;
        }
        dry_run::print(&client, entry, made)?;
    } else if args.all {
        let list = made.operation.into_list();
        let list = list.ok_or_else(|| Failure::usage("--all: the operation is not a list with pages"))?;
        print_items(client.call(list).items(), args.lines).await?;
    } else if entry.answer == AnswerKind::Bytes {
        download::print(client.call(made.operation).stream().await?).await?;
    } else {
        let answer = client.call(made.operation).with_response().await?;
        answer.warnings.iter().for_each(|warning| exit::warn(warning));
        output::json(&answer.value, !args.lines)?;
    }
    Ok(Exit::Done)
}

/// Prints items as they arrive, one per line or as an array. The array is closed only after the last item.
async fn print_items(mut items: Items<'_, AnyList>, lines: bool) -> Result<(), Failure> {
    let mut first = true;
    while let Some(item) = items.next().await {
        let item = item?;
        let (before, after) = match (lines, first) {
            (true, _) => ("", "\n"),
            (false, true) => ("[\n", ""),
            (false, false) => (",\n", ""),
        };
        output::data(&format!("{before}{}{after}", item.value))?;
        first = false;
    }
    match (lines, first) {
        (true, _) => {}
        (false, true) => output::data("[]\n")?,
        (false, false) => output::data("\n]\n")?,
    }
    Ok(())
}
