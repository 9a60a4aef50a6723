//! `saltant agave job wait`, and `actor wait` and `logs`.

use clap::ArgMatches;
use saltant::agave::{Client, Execution, ExecutionId, JobStatus};

use super::{EXIT, WaitArgs, parsed, wait_for_all};
use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::view::{Printer, ViewArgs};
use crate::{output, runtime, service};

const AGAVE: &str = "agave";

/// Waits until jobs have ended, and prints their states.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("Example:\n  saltant agave job wait 0001414144065563-5056a550b8-0001-007\n\n{EXIT}"))]
pub(crate) struct JobWait {
    /// The ids of the jobs
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,

    #[command(flatten)]
    wait: WaitArgs,
}

impl JobWait {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.wait())
    }

    async fn wait(&self) -> Result<Exit, Failure> {
        let client = Client::from(self.wait.client(AGAVE).await?);
        let waits = self.ids.iter().map(|id| (id.clone(), client.jobs().wait_until_finished(id.as_str())));
        wait_for_all(waits, &self.wait, "agave job wait", state).await
    }
}

fn state(job: &JobStatus) -> String {
    job.status.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// Which execution of which actor.
#[derive(Debug, clap::Args)]
struct ExecutionArgs {
    /// The id of the actor
    #[arg(value_name = "ACTOR")]
    actor: String,

    /// The id of the execution [default: that of the last message]
    #[arg(value_name = "EXECUTION")]
    execution: Option<String>,
}

impl ExecutionArgs {
    async fn id(&self, client: &Client) -> Result<ExecutionId, Failure> {
        if let Some(id) = &self.execution {
            return Ok(id.as_str().into());
        }
        let last = client.actors().last_execution(self.actor.as_str()).await?;
        last.ok_or_else(|| Failure::new(Exit::Refused, format!("actor {} has no execution", self.actor)))
    }
}

/// Waits until an execution of an actor has ended, and prints it.
///
/// It has failed if the actor could not be run or was stopped, or if its program has ended with another exit
/// code than 0.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("\
Examples:
  saltant agave actor wait 6PlMbDLa4zlON
  saltant agave actor wait 6PlMbDLa4zlON 4JPZ5Kq6mMYVM --timeout 10m

{EXIT}"))]
pub(crate) struct ActorWait {
    #[command(flatten)]
    execution: ExecutionArgs,

    #[command(flatten)]
    wait: WaitArgs,
}

impl ActorWait {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.wait())
    }

    async fn wait(&self) -> Result<Exit, Failure> {
        let client = Client::from(self.wait.client(AGAVE).await?);
        let id = self.execution.id(&client).await?;
        let waiting = client.actors().wait_until_complete(self.execution.actor.as_str(), id.clone());
        wait_for_all([(id.to_string(), waiting)], &self.wait, "agave actor wait", execution_state).await
    }
}

fn execution_state(execution: &Execution) -> String {
    let status = execution.status.as_ref().map(ToString::to_string).unwrap_or_default();
    match execution.exit_code {
        Some(code) if code != 0 => format!("{status}, exit code {code}"),
        _ => status,
    }
}

/// Prints what an execution of an actor has printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant agave actor logs 6PlMbDLa4zlON
  saltant agave actor logs 6PlMbDLa4zlON 4JPZ5Kq6mMYVM")]
pub(crate) struct ActorLogs {
    #[command(flatten)]
    execution: ExecutionArgs,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl ActorLogs {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.print())
    }

    async fn print(&self) -> Result<Exit, Failure> {
        let service = service::named(AGAVE)?;
        let client = Client::from(self.connect.connect(service, Purpose::Authenticated, None).await?);
        let id = self.execution.id(&client).await?;
        let logs = client.actors().get_execution_logs(self.execution.actor.as_str(), id).await?;
        if self.view.is_given() {
            let mut printer = Printer::new(&self.view, None, false, true)?;
            printer.answer(serde_json::to_string(&logs).unwrap_or_default())?;
            printer.finish()?;
            return Ok(Exit::Done);
        }
        let text = logs.logs.unwrap_or_default();
        output::data(&text)?;
        if !text.is_empty() && !text.ends_with('\n') {
            output::data("\n")?;
        }
        Ok(Exit::Done)
    }
}
