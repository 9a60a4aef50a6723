//! `saltant agave job wait`, and `actor wait` and `logs`.

use std::time::Instant;

use clap::ArgMatches;
use futures_util::{StreamExt as _, stream};
use saltant::agave::{Client, Execution, ExecutionId, JobStatus};
use saltant::http::DEFAULT_CONCURRENCY;

use super::{EXIT, Ended, WaitArgs, parsed, report, wait_for};
use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
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
        let started = Instant::now();
        let client = Client::from(self.wait.client(AGAVE).await?);
        let mut progress = Progress::new(self.ids.len(), self.wait.quiet);
        let waits = self.ids.iter().enumerate().map(|(index, id)| {
            let show = progress.watcher();
            let waiting = client.jobs().wait_until_finished(id.as_str()).policy(self.wait.policy());
            let waiting = waiting.on_poll(move |seen| show(&state(seen)));
            async move { (index, Ended::of(id.clone(), waiting.await, self.wait.timeout, state)) }
        });
        let waits: Vec<_> = waits.collect();
        let mut waits = stream::iter(waits).buffer_unordered(DEFAULT_CONCURRENCY);
        let mut ended = Vec::new();
        while let Some((index, end)) = waits.next().await {
            progress.finished(&end.id, end.trouble.as_deref().unwrap_or(&end.state), end.exit == Exit::Done);
            ended.push((index, end));
        }
        drop(progress);
        ended.sort_unstable_by_key(|(index, _)| *index);
        let ended: Vec<_> = ended.into_iter().map(|(_, end)| end).collect();
        report(&ended, started, &self.wait.view, "agave job wait")
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
        let started = Instant::now();
        let client = Client::from(self.wait.client(AGAVE).await?);
        let id = self.execution.id(&client).await?;
        let mut progress = Progress::new(1, self.wait.quiet);
        let waiting = client.actors().wait_until_complete(self.execution.actor.as_str(), id.clone());
        let end = wait_for(id.to_string(), waiting, &self.wait, &progress, execution_state).await;
        progress.finished(&end.id, end.trouble.as_deref().unwrap_or(&end.state), end.exit == Exit::Done);
        drop(progress);
        report(&[end], started, &self.wait.view, "agave actor wait")
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
