//! `saltant inmanta deploy wait`.

use std::time::Instant;

use clap::ArgMatches;
use saltant::WaitError;
use saltant::inmanta::{
    Deployment, DesiredStateVersionStatus, EnvironmentClient, ListVersions, ModelVersion,
    ReleasedResourceState, ResourceId,
};
use serde::Serialize;

use super::EnvironmentArgs;
use crate::duration;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::progress::Progress;
use crate::runtime;
use crate::view::{Format, Printer};
use crate::waits::{EXIT, WaitArgs, late, parsed};

/// Waits until every resource of a version has been deployed, and lists those that failed.
///
/// The table has a row for each resource that failed, with the last line of its log. JSON and YAML have the
/// version, the number of resources in each state, and the same rows under `failed`.
#[derive(Debug, clap::Args)]
#[command(after_help = format!(
    "Examples:\n  saltant inmanta deploy wait --environment prod\n  \
     saltant inmanta deploy wait 7 --promote --environment prod\n\n{EXIT}"
))]
pub(crate) struct DeployWait {
    /// The number of the version [default: the newest one that was released]
    #[arg(value_name = "VERSION")]
    version: Option<u64>,

    /// Release the version first, unless it was released
    #[arg(long, requires = "version")]
    promote: bool,

    #[command(flatten)]
    environment: EnvironmentArgs,

    #[command(flatten)]
    wait: WaitArgs,
}

/// How far a deployment has come, as it is printed.
#[derive(Debug, Serialize)]
struct Shown {
    version: ModelVersion,
    status: Option<DesiredStateVersionStatus>,
    total: u64,
    states: std::collections::BTreeMap<ReleasedResourceState, u64>,
    failed: Vec<Failed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

#[derive(Debug, Serialize)]
struct Failed {
    resource_id: ResourceId,
    status: ReleasedResourceState,
    message: Option<String>,
}

impl DeployWait {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.wait()).map_err(
            |failure| {
                if args.promote { failure.during_write() } else { failure }
            },
        )
    }

    async fn wait(&self) -> Result<Exit, Failure> {
        let started = Instant::now();
        let environment = self.environment.connect(&self.wait.connect).await?;
        let version = match self.version {
            Some(version) => ModelVersion::from(version),
            None => newest(&environment).await?,
        };
        let progress = Progress::new(0, self.wait.quiet);
        let show = progress.counter();
        let versions = environment.versions();
        let waiting = if self.promote {
            versions.release_and_wait(version)
        } else {
            versions.wait_until_deployed(version)
        };
        let waiting = waiting.policy(self.wait.policy()).on_poll(move |seen: &Deployment| {
            show(seen.counts.total.saturating_sub(seen.counts.unfinished()), seen.counts.total, &line(seen));
        });
        let waited = waiting.await;
        drop(progress);
        let (exit, trouble) = match &waited {
            Ok(_) => (Exit::Done, None),
            Err(error @ WaitError::Failed { .. }) => (Exit::Failed, Some(error.to_string())),
            Err(WaitError::Deadline { .. }) => (Exit::Unreached, Some(late(self.wait.timeout))),
            Err(WaitError::Poll { error, .. }) => (error.kind().into(), Some(error.to_string())),
            Err(error) => (Exit::Refused, Some(error.to_string())),
        };
        let last = match waited {
            Ok(last) => Some(last),
            Err(WaitError::Poll { last: None, error, .. }) => return Err(error.into()),
            Err(error) => error.into_last(),
        };
        match last {
            Some(last) => self.report(last, exit, trouble, started),
            None => Err(Failure::new(exit, trouble.unwrap_or_default())),
        }
    }

    fn report(
        &self,
        last: Deployment,
        exit: Exit,
        trouble: Option<String>,
        started: Instant,
    ) -> Result<Exit, Failure> {
        let summary = format!("{} after {}", line(&last), duration::short(started.elapsed()));
        let shown = Shown {
            version: last.version,
            status: last.status,
            total: last.counts.total,
            states: last.counts.by_state,
            failed: last
                .failed
                .into_iter()
                .map(|failed| Failed {
                    resource_id: failed.resource_id,
                    status: failed.status,
                    message: failed.message,
                })
                .collect(),
            trouble,
        };
        let format = self.wait.view.format(Format::Jsonl)?;
        if format.has_parts() {
            let mut printer = Printer::made(&self.wait.view, "inmanta deploy wait", format, false)?;
            printer.thing(&shown)?;
            printer.finish()?;
            return Ok(exit);
        }
        if !shown.failed.is_empty() {
            let mut printer = Printer::made(&self.wait.view, "inmanta deploy wait", format, true)?;
            shown.failed.iter().try_for_each(|failed| printer.thing(failed))?;
            printer.finish()?;
        }
        if let Some(trouble) = shown.trouble.filter(|_| shown.failed.is_empty()) {
            crate::exit::warn(trouble);
        }
        output::message(&format!("{}\n", crate::clean::line(&summary)));
        Ok(exit)
    }
}

/// The version that was released last.
async fn newest(environment: &EnvironmentClient) -> Result<ModelVersion, Failure> {
    let mut versions = environment.call(ListVersions::new()).items();
    while let Some(version) = versions.next().await {
        let version = version?;
        if version.released {
            return Ok(version.version);
        }
    }
    Err(Failure::usage("no version of this environment was released")
        .hint("saltant inmanta deploy wait VERSION --promote releases one"))
}

/// `version 7: 2 deployed, 1 failed of 3`.
fn line(deployment: &Deployment) -> String {
    let states = deployment.counts.by_state.iter().filter(|(_, count)| **count > 0);
    let states: Vec<_> = states.map(|(state, count)| format!("{count} {state}")).collect();
    let states = if states.is_empty() { "0".to_owned() } else { states.join(", ") };
    format!("version {}: {states} of {}", deployment.version, deployment.counts.total)
}
