//! `saltant agave files import`.

use clap::ArgMatches;
use saltant::agave::{Client, ImportFile, SystemId};
use saltant::{WaitError, WaitPolicy};

use super::address::Address;
use super::changes::free;
use super::copies::address;
use super::{ADDRESSES, system};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use crate::view::Printer;
use crate::waits::{WaitArgs, parsed};
use crate::{exit, runtime};

/// Lets the service fetch a file from an address of the web or of another system, and waits until it is there.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
Examples:
  saltant agave files import https://example.org/data.csv data.example:inputs/
  saltant agave files import agave://other.example/data.csv data.example:inputs/today.csv --no-wait

{ADDRESSES}

The exit code is 4 if the file cannot be fetched, else 3 if it is not there at the time limit."))]
pub(crate) struct ImportFrom {
    /// Where the service fetches the file from
    #[arg(value_name = "URL")]
    from: String,

    /// Where it goes: a folder that exists or has a slash at its end gets it inside, another path becomes its
    /// name
    #[arg(value_name = "ADDRESS")]
    target: String,

    /// Replace files that exist and differ
    #[arg(long)]
    replace: bool,

    /// Do not wait until the file is there
    #[arg(long)]
    no_wait: bool,

    #[command(flatten)]
    wait: WaitArgs,
}

impl ImportFrom {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.import()).map_err(Failure::during_write)
    }

    async fn import(&self) -> Result<Exit, Failure> {
        let target = address(&self.target)?;
        let client = Client::from(self.wait.client("agave").await?);
        let system = system(&client, &target).await?;
        let is_inside = target.is_folder
            || client.files().is_folder(system.clone(), target.path.as_str()).await? == Some(true);
        let to = if is_inside {
            let path = self.from.split(['?', '#']).next().unwrap_or_default();
            let name = path.split_once("://").map_or(path, |(_, rest)| rest).rsplit_once('/');
            match name {
                Some((_, name)) if !name.is_empty() => target.join(name),
                _ => {
                    let text = format!("{:?} does not end in the name of a file", self.from);
                    return Err(Failure::usage(text).hint("give the path of the file, instead of its folder"));
                }
            }
        } else {
            target
        };
        let present = client.files().is_folder(system.clone(), to.path.as_str()).await?;
        free(&to, present, self.replace)?;
        let request = Import { from: self.from.clone(), to, system, policy: self.wait.policy() };
        let answer = import(&client, &request).await?;
        let mut printer = Printer::new(self.wait.view(), None, false, true)?;
        printer.answer(answer)?;
        let exit = if self.no_wait {
            exit::hint(format!("`saltant agave files history {}` tells how it goes", request.to.text()));
            Exit::Done
        } else {
            let progress = Progress::new(1, self.wait.is_quiet());
            progress.watcher()(&format!("fetching {}", request.to.text()));
            let waited = request.wait(&client).await;
            drop(progress);
            waited.map(|()| Exit::Done)?
        };
        printer.finish()?;
        Ok(exit)
    }
}

/// A file that the service is to fetch.
pub(super) struct Import {
    pub(super) from: String,
    pub(super) to: Address,
    pub(super) system: SystemId,
    pub(super) policy: WaitPolicy,
}

/// Asks the service to fetch a file, and gives its answer as JSON.
pub(super) async fn import(client: &Client, request: &Import) -> Result<String, Failure> {
    let Import { from, to, system, .. } = request;
    let operation = ImportFile::new(system.clone(), to.folder())
        .url_to_ingest(from.as_str())
        .file_name(to.name().unwrap_or_default());
    let answer = client.files().import(operation).await?;
    serde_json::to_string(&answer).map_err(|error| Failure::new(Exit::Refused, error.to_string()))
}

impl Import {
    /// Waits until the file is there.
    pub(super) async fn wait(&self, client: &Client) -> Result<(), Failure> {
        let waiting = client.files().wait_for_import(self.system.clone(), self.to.path.as_str());
        let to = self.to.text();
        match waiting.policy(self.policy).await {
            Ok(_) => Ok(()),
            Err(WaitError::Failed { last, state, .. }) => {
                let why = last.last().and_then(|event| event.description.clone()).unwrap_or_default();
                Err(Failure::new(Exit::Failed, format!("{to}: {state}: {why}")))
            }
            Err(WaitError::Poll { error, .. }) => Err(Failure::from(error).about(&to)),
            Err(error) => Err(Failure::new(Exit::Unreached, format!("{to}: {error}"))),
        }
    }
}
