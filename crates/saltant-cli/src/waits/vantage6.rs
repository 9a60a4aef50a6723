//! `saltant vantage6 task wait`, `results` and `logs`.

use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ArgMatches;
use saltant::WaitError;
use saltant::vantage6::{
    Client, OrganizationId, OrganizationResult, Payload, PrivateKey, RunId, RunStatus, TaskId,
};
use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::{EXIT, Ended, WaitArgs, late, parsed, report};
use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::progress::Progress;
use crate::view::{Format, Printer, ViewArgs};
use crate::{runtime, service};

const VANTAGE6: &str = "vantage6";

/// Waits until all runs of a task have ended, and prints their states.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("Example:\n  saltant vantage6 task wait 17\n\n{EXIT}"))]
pub(crate) struct TaskWait {
    /// The id of the task
    #[arg(value_name = "ID")]
    id: u64,

    #[command(flatten)]
    wait: WaitArgs,
}

impl TaskWait {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.wait())
    }

    async fn wait(&self) -> Result<Exit, Failure> {
        let started = Instant::now();
        let client = Client::from(self.wait.client(VANTAGE6).await?);
        let mut progress = Progress::new(1, self.wait.quiet);
        let waited = client.wait_for_results(TaskId::new(self.id)).policy(self.wait.policy()).await;
        let id = self.id.to_string();
        let ended = match waited {
            Ok(results) => results.results.iter().map(end_of_run).collect(),
            Err(WaitError::Poll { error, .. }) => return Err(error.into()),
            Err(_) => vec![Ended {
                id: format!("task {id}"),
                state: String::new(),
                shown: None,
                exit: Exit::Unreached,
                trouble: Some(late(self.wait.timeout)),
            }],
        };
        let is_good = ended.iter().all(|end| end.exit == Exit::Done);
        progress.finished(
            &format!("task {id}"),
            if is_good { "completed" } else { "without success" },
            is_good,
        );
        drop(progress);
        report(&ended, started, &self.wait.view, "vantage6 task wait")
    }
}

fn end_of_run(result: &OrganizationResult) -> Ended {
    let is_good = result.status == RunStatus::Completed;
    let organization = result.organization.to_string();
    let last_line = result.log.as_deref().and_then(|log| log.lines().rfind(|line| !line.trim().is_empty()));
    let shown = json!({
        "organization": result.organization,
        "run": result.run,
        "status": result.status.to_string(),
        "log": result.log,
    });
    Ended {
        id: format!("organization {organization}"),
        state: result.status.to_string(),
        shown: Some(shown.to_string()),
        exit: if is_good { Exit::Done } else { Exit::Failed },
        trouble: last_line.filter(|_| !is_good).map(ToOwned::to_owned),
    }
}

/// Prints the result of each organization, or writes each to a file.
///
/// Results that the server stores as blobs are downloaded. `--out` is for those of any size.
///
/// Runs that have not ended or have failed have no result; they are named on stderr.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant vantage6 task results 17
  saltant vantage6 task results 17 -o csv
  saltant vantage6 task results 17 --key private_key.pem --out results")]
pub(crate) struct Results {
    /// The id of the task
    #[arg(value_name = "ID")]
    id: u64,

    /// The private key of the organization, in PEM: decrypts the results of an encrypted collaboration
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,

    /// Write a file for each organization into this directory; a file that exists is not replaced
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl Results {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.print())
    }

    async fn print(&self) -> Result<Exit, Failure> {
        let key = self
            .key
            .as_ref()
            .map(|path| PrivateKey::load(path).map_err(|error| Failure::usage(error.to_string())));
        let key = key.transpose()?;
        let client = client(&self.connect).await?;
        let results = client.results_of(TaskId::new(self.id));
        let results = if self.out.is_some() { results.leave_blobs() } else { results }.await?;
        let mut printer = Printer::made(&self.view, "vantage6 task results", Format::Json, true)?;
        let mut exit = Exit::Done;
        for result in &results.results {
            let done = match &self.out {
                Some(directory) => write(&client, directory, result, key.as_ref()).await?,
                None => match payload(result, key.as_ref()) {
                    Ok(payload) => {
                        printer.thing(&Row {
                            organization: result.organization,
                            run: result.run,
                            status: &result.status,
                            result: as_json(result.organization, &payload)?,
                        })?;
                        Ok(())
                    }
                    Err(why) => Err(why),
                },
            };
            if let Err(why) = done {
                exit = if result.status.is_failed() { Exit::Failed } else { Exit::Refused };
                crate::exit::warn(format_args!("organization {}: {why}", result.organization));
            }
        }
        if self.out.is_none() {
            printer.finish()?;
        }
        Ok(exit)
    }
}

/// The result of an organization, as it is printed.
#[derive(Serialize)]
struct Row<'r> {
    organization: OrganizationId,
    run: RunId,
    status: &'r RunStatus,
    result: Value,
}

async fn client(connect: &ConnectArgs) -> Result<Client, Failure> {
    let client = connect.connect(service::named(VANTAGE6)?, Purpose::Authenticated, None).await?;
    Ok(Client::from(client))
}

/// The content of a result, or why there is none.
fn payload(result: &OrganizationResult, key: Option<&PrivateKey>) -> Result<Payload, String> {
    let result = result.checked().map_err(|error| error.to_string())?;
    let payload = match key {
        Some(key) => result.decrypted(key).map_err(|error| error.to_string()),
        None => result.payload().map_err(|error| error.to_string()),
    };
    payload?.ok_or_else(|| NO_RESULT.to_owned())
}

const NO_RESULT: &str = "the run has no result";

fn as_json(organization: OrganizationId, payload: &Payload) -> Result<Value, Failure> {
    payload.json().map_err(|error| {
        Failure::new(Exit::Refused, format!("the result of organization {organization}: {error}"))
            .hint("`--out DIR` writes results that are not JSON; `--key FILE` decrypts encrypted ones")
    })
}

/// Writes a result to `organization-ID.json`, or `.bin` if it is not JSON. The inner error says why there is none.
async fn write(
    client: &Client,
    directory: &Path,
    result: &OrganizationResult,
    key: Option<&PrivateKey>,
) -> Result<Result<(), String>, Failure> {
    if let Err(error) = result.checked() {
        return Ok(Err(error.to_string()));
    }
    let content = client.results().content(result);
    let content = match key {
        Some(key) => content.with_key(key.clone()),
        None => content,
    };
    let mut download = match content.stream().await {
        Ok(Some(download)) => download,
        Ok(None) => return Ok(Err(NO_RESULT.to_owned())),
        Err(error) => return Ok(Err(error.to_string())),
    };
    std::fs::create_dir_all(directory)?;
    // Under its own name the file is there only when it is whole.
    let mut part = tempfile::NamedTempFile::new_in(directory)?;
    while let Some(piece) = download.next().await {
        match piece {
            Ok(piece) => part.write_all(&piece)?,
            Err(error) => return Ok(Err(error.to_string())),
        }
    }
    let is_json = serde_json::from_reader::<_, IgnoredAny>(BufReader::new(part.reopen()?)).is_ok();
    let ending = if is_json { "json" } else { "bin" };
    let path = directory.join(format!("organization-{}.{ending}", result.organization));
    let wrong =
        |error: tempfile::PersistError| Failure::usage(format!("{}: {}", path.display(), error.error));
    part.persist_noclobber(&path).map_err(wrong)?;
    writeln!(output::stdout(), "{}", path.display())?;
    Ok(Ok(()))
}

/// Prints what the algorithm has printed, for each run of a task.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  saltant vantage6 task logs 17")]
pub(crate) struct Logs {
    /// The id of the task
    #[arg(value_name = "ID")]
    id: u64,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl Logs {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(async move {
            let results = client(&args.connect).await?.results_of(TaskId::new(args.id)).leave_blobs().await?;
            for result in results.results {
                let (run, organization) = (result.run, result.organization);
                output::data(&format!("== run {run}, organization {organization}: {}\n", result.status))?;
                let log = result.log.unwrap_or_default();
                output::data(&log)?;
                if !log.is_empty() && !log.ends_with('\n') {
                    output::data("\n")?;
                }
            }
            Ok(Exit::Done)
        })
    }
}
