//! `saltant agave job wait`.

use std::time::Instant;

use clap::ArgMatches;
use futures_util::{StreamExt as _, stream};
use saltant::agave::{Client, JobStatus};
use saltant::http::DEFAULT_CONCURRENCY;

use super::{EXIT, WaitArgs, parsed, report, wait_for};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use crate::runtime;

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
        let client = Client::from(self.wait.client("agave").await?);
        let mut progress = Progress::new(self.ids.len(), self.wait.quiet);
        let mut ended = Vec::new();
        {
            let shown = &progress;
            let waits = self.ids.iter().map(|id| {
                let waiting = client.jobs().wait_until_finished(id.as_str());
                wait_for(id.clone(), waiting, &self.wait, shown, state)
            });
            let mut waits = stream::iter(waits).buffered(self.ids.len().min(DEFAULT_CONCURRENCY));
            while let Some(end) = waits.next().await {
                ended.push(end);
            }
        }
        for end in &ended {
            progress.finished(&end.id, end.trouble.as_deref().unwrap_or(&end.state), end.exit == Exit::Done);
        }
        drop(progress);
        report(&ended, started, &self.wait.view, "agave job wait")
    }
}

fn state(job: &JobStatus) -> String {
    job.status.as_ref().map(ToString::to_string).unwrap_or_default()
}
