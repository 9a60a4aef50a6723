//! Calls an operation and prints its answer: what all commands that call one have in common.

use std::time::Duration;

use saltant::catalog::{AnswerKind, Entry};
use saltant::core::{Effect, Error, Operation};
use saltant::http::{Call, Client};
use serde_json::{Map, Value};

use crate::connect::{ConnectArgs, Purpose, astakos};
use crate::duration;
use crate::exit::{self, Failure};
use crate::service::{self, Api, Service};
use crate::view::{Printer, ViewArgs, WatchArgs};

pub(crate) mod arguments;
mod download;
pub(crate) mod dry_run;
pub(crate) mod files;
pub(crate) mod own;
mod plain;

pub(crate) use download::print as print_download;
pub(crate) use plain::PlainArgs;

use arguments::Made;

/// Sends a request, prints what the server warns of on stderr, and gives the answer's value.
pub(crate) async fn value<O: Operation>(call: Call<'_, O>) -> Result<O::Output, Error> {
    let answer = call.with_response().await?;
    answer.warnings.iter().for_each(exit::warn);
    Ok(answer.value)
}

/// How an operation is called, and how its answer is printed.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SendArgs {
    /// The arguments as a JSON object; @FILE reads it from a file, `-` from standard input; other arguments
    /// override it
    #[arg(long, value_name = "JSON")]
    pub(crate) json: Option<String>,

    /// Fetch all pages of a list
    #[arg(long)]
    pub(crate) all: bool,

    /// Print the request instead of sending it; secrets are hidden
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// The time limit of each request including retries, such as 30s [default: 5m]
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    timeout: Option<Duration>,

    #[command(flatten)]
    pub(crate) view: ViewArgs,

    #[command(flatten)]
    pub(crate) watch: WatchArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl SendArgs {
    /// The arguments that `--json` gives. What cannot go together is refused.
    pub(crate) fn object(&self, entry: &Entry) -> Result<Map<String, Value>, Failure> {
        if self.all && entry.answer != AnswerKind::Page {
            return Err(Failure::usage(format!("--all: {} is not a list with pages", entry.metadata.name)));
        }
        self.connect.read_token()?;
        self.watch.check(entry.metadata.effect == Effect::Safe)?;
        self.json_object()
    }

    /// The object that `--json` gives.
    pub(crate) fn json_object(&self) -> Result<Map<String, Value>, Failure> {
        arguments::object(self.json.as_deref())
    }

    /// Whether an interrupt leaves open whether something has happened.
    pub(crate) fn is_write(&self, entry: &Entry) -> bool {
        entry.metadata.effect != Effect::Safe && !self.dry_run
    }

    /// The client that the operation needs.
    pub(crate) async fn client(&self, entry: &Entry) -> Result<Client, Failure> {
        let name = entry.metadata.service();
        let service = service::find(name)
            .ok_or_else(|| Failure::usage(format!("this version of the command cannot call {name}")))?;
        let purpose = if self.dry_run { Purpose::DryRun } else { entry.metadata.auth.into() };
        let client = self.connect(service, purpose).await?;
        if self.dry_run && service.api == Api::Astakos && entry.metadata.part.is_some() {
            astakos::find_addresses(&client).await?;
        }
        Ok(client)
    }

    /// The client that reads what has to be known before the request. A dry run reads it too.
    pub(crate) async fn reader(&self, client: &Client, entry: &Entry) -> Result<Client, Failure> {
        if !self.dry_run {
            return Ok(client.clone());
        }
        self.connect(service::named(entry.metadata.service())?, Purpose::Authenticated).await
    }

    /// A client of a service.
    pub(crate) async fn connect(
        &self,
        service: &'static Service,
        purpose: Purpose,
    ) -> Result<Client, Failure> {
        self.connect.connect(service, purpose, self.timeout).await
    }

    /// Calls the operation and shows its answer, or prints its request.
    pub(crate) async fn send(
        &self,
        client: &Client,
        entry: &Entry,
        made: Made,
        printer: &mut Printer,
    ) -> Result<(), Failure> {
        if self.dry_run {
            return dry_run::print(client, entry, made);
        }
        match entry.answer {
            AnswerKind::Bytes => download::print(client.call(made.operation).stream().await?).await,
            AnswerKind::Page => match made.operation.into_list() {
                Some(list) => printer.list(client.call(list).items()).await,
                None => Ok(()),
            },
            _ => Ok(printer.answer(value(client.call(made.operation.into_text())).await?)?),
        }
    }
}
