//! `saltant call`: calls any operation of the catalog by its name.

use clap_complete::engine::ArgValueCandidates;
use saltant::catalog::{AnswerKind, Entry};
use saltant::http::Client;

use crate::completions;
use crate::exit::{Exit, Failure};
use crate::runtime;
use crate::send::arguments::{self, Made};
use crate::send::{self, PlainArgs, SendArgs, own};
use crate::view::{self, Format, Printer};

mod names;

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
    #[arg(value_name = "NAME", index = 1, add = ArgValueCandidates::new(completions::operations))]
    name: String,

    /// The arguments of the operation
    #[arg(value_name = "NAME=VALUE", index = 2)]
    pairs: Vec<String>,

    #[command(flatten)]
    plain: PlainArgs,

    #[command(flatten)]
    sending: SendArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let entry = names::find(&args.name)?;
    let sending = &args.sending;
    let mut pairs = arguments::pairs(&args.pairs)?;
    let mut given = sending.object(entry)?;
    let own = own::left_out(entry, &mut given, &mut pairs)?;
    let done = runtime::client(async {
        if let Some(own) = own {
            let client = sending.client(entry).await?;
            own.add_to(&mut given, &client, sending.dry_run).await?;
            let made = arguments::operation(entry, given, &pairs).await?;
            return print(args, &client, entry, made).await;
        }
        let made = arguments::operation(entry, given, &pairs).await?;
        let client = sending.client(entry).await?;
        print(args, &client, entry, made).await
    });

    done.map_err(|failure| if sending.is_write(entry) { failure.during_write() } else { failure })
}

/// Calls the operation and prints its answer with sorted keys, unless a flag asks for another output.
async fn print(args: &Args, client: &Client, entry: &Entry, made: Made) -> Result<Exit, Failure> {
    let sending = &args.sending;
    let is_shaped = sending.view.is_given() || sending.watch.is_given();
    if sending.dry_run || is_shaped || entry.answer == AnswerKind::Bytes {
        let view = sending.view.or(Format::Json);
        return view::repeat(sending.watch, async || {
            let mut printer = Printer::new(&view, Some(entry), false, sending.all)?.watched(sending.watch);
            sending.send(client, entry, made.clone(), &mut printer).await?;
            Ok((Exit::Done, printer.finish()?))
        })
        .await;
    }
    match made.operation.clone().into_list().filter(|_| sending.all) {
        Some(list) => {
            let mut items = client.call(list).items();
            let mut plain = args.plain.items();
            while let Some(item) = items.next().await {
                plain.print(&item?.value)?;
            }
            plain.end()?;
        }
        None => args.plain.print(&send::value(client.call(made.operation)).await?)?,
    }
    Ok(Exit::Done)
}
