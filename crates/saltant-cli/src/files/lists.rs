//! `saltant agave files ls` and `history`.

use clap::ArgMatches;
use saltant::catalog::{self, AnyList, Entry};
use saltant::http::Client;
use serde_json::{Value, json};

use super::copies::address;
use super::{ADDRESSES, client, system};
use crate::connect::ConnectArgs;
use crate::exit::{Exit, Failure};
use crate::runtime;
use crate::view::{self, Printer, ViewArgs, WatchArgs};
use crate::waits::parsed;

/// What all lists have.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Show all things, also where that are many
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    watch: WatchArgs,

    #[command(flatten)]
    pub(super) connect: ConnectArgs,
}

impl ListArgs {
    /// Calls a list by its name and prints it, without the item that stands for the folder itself.
    pub(super) async fn print(&self, client: &Client, name: &str, arguments: Value) -> Result<Exit, Failure> {
        let (entry, list) = list(name, arguments)?;
        view::repeat(self.watch, async || {
            let mut printer = Printer::new(&self.view, Some(entry), true, self.all)?.watched(self.watch);
            let mut items = client.call(list.clone()).items();
            let mut texts = Vec::new();
            while let Some(item) = items.next().await {
                let item = item?;
                if item.value.get("name").and_then(Value::as_str) != Some(".") {
                    texts.push(item.text);
                }
            }
            printer.answer(format!("[{}]", texts.join(",")))?;
            Ok((Exit::Done, printer.finish()?))
        })
        .await
    }
}

fn list(name: &str, arguments: Value) -> Result<(&'static Entry, AnyList), Failure> {
    let unknown = || Failure::usage(format!("this version of the command cannot call {name}"));
    let entry = catalog::find(name).ok_or_else(unknown)?;
    let operation = entry.operation(arguments).map_err(|error| Failure::usage(error.to_string()))?;
    Ok((entry, operation.into_list().ok_or_else(unknown)?))
}

/// Lists the files in a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
Examples:
  saltant agave files ls
  saltant agave files ls data.example:results
  saltant agave files ls agave://data.example/results -o name --sort -lastModified

{ADDRESSES}"))]
pub(crate) struct Ls {
    /// The folder or file [default: the home directory on your default storage system]
    #[arg(value_name = "ADDRESS", default_value = "", hide_default_value = true)]
    address: String,

    #[command(flatten)]
    list: ListArgs,
}

impl Ls {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.list.of(&args.address, "agave.files.list"))
    }
}

/// Lists what has happened to a file or folder.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
Example:
  saltant agave files history data.example:results/out.csv

{ADDRESSES}"))]
pub(crate) struct History {
    /// The file or folder
    #[arg(value_name = "ADDRESS")]
    address: String,

    #[command(flatten)]
    list: ListArgs,
}

impl History {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.list.of(&args.address, "agave.files.get_history"))
    }
}

impl ListArgs {
    async fn of(&self, text: &str, name: &str) -> Result<Exit, Failure> {
        let address = address(text)?;
        let client = client(&self.connect).await?;
        let system = system(&client, &address).await?;
        self.print(client.http(), name, json!({"system_id": system, "file_path": address.path})).await
    }
}
