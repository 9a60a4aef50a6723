//! `saltant vantage6 task wait`, `results` and `logs`.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ArgMatches;
use saltant::WaitError;
use saltant::vantage6::{
    Client, GetTask, OrganizationId, OrganizationResult, Payload, PrivateKey, RunId, RunStatus, TaskId,
    TaskResults,
};
use serde::Serialize;
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
        let results = results(self.id, &self.connect).await?;
        let mut printer = Printer::made(&self.view, "vantage6 task results", Format::Json, true)?;
        let mut exit = Exit::Done;
        for result in &results.results {
            let organization = result.organization.to_string();
            match payload(result, key.as_ref()) {
                Ok(payload) => match &self.out {
                    Some(directory) => write(directory, &organization, &payload)?,
                    None => printer.thing(&Row {
                        organization: result.organization,
                        run: result.run,
                        status: &result.status,
                        result: as_json(&organization, &payload)?,
                    })?,
                },
                Err(why) => {
                    exit = if result.status.is_failed() { Exit::Failed } else { Exit::Refused };
                    crate::exit::warn(format_args!("organization {organization}: {why}"));
                }
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

/// The task with its runs and results.
async fn results(id: u64, connect: &ConnectArgs) -> Result<TaskResults, Failure> {
    let client = connect.connect(service::named(VANTAGE6)?, Purpose::Authenticated, None).await?;
    let task = GetTask::new(TaskId::new(id)).include_results(true).include_runs(true);
    Ok(TaskResults::new(client.call(task).await?))
}

/// The content of a result, or why there is none.
fn payload(result: &OrganizationResult, key: Option<&PrivateKey>) -> Result<Payload, String> {
    let result = result.checked().map_err(|error| error.to_string())?;
    let payload = match (key, &result.wire) {
        (Some(key), Some(wire)) if !result.is_blob => {
            return key.decrypt(wire).map(Payload::new).map_err(|error| error.to_string());
        }
        _ => result.payload().map_err(|error| error.to_string())?,
    };
    payload.ok_or_else(|| "the run has no result".to_owned())
}

fn as_json(organization: &str, payload: &Payload) -> Result<Value, Failure> {
    payload.json().map_err(|error| {
        Failure::new(Exit::Refused, format!("the result of organization {organization}: {error}"))
            .hint("`--out DIR` writes results that are not JSON; `--key FILE` decrypts encrypted ones")
    })
}

/// Writes a result to `organization-ID.json`, or `.bin` if it is not JSON.
fn write(directory: &Path, organization: &str, payload: &Payload) -> Result<(), Failure> {
    std::fs::create_dir_all(directory)?;
    let ending = if payload.json::<Value>().is_ok() { "json" } else { "bin" };
    let path = directory.join(format!("organization-{organization}.{ending}"));
    let wrong = |error: std::io::Error| Failure::usage(format!("{}: {error}", path.display()));
    let mut file = File::create_new(&path).map_err(wrong)?;
    file.write_all(payload.bytes()).map_err(wrong)?;
    Ok(writeln!(output::stdout(), "{}", path.display())?)
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
            for result in results(args.id, &args.connect).await?.results {
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
