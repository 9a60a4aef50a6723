//! `saltant inmanta dry-run wait` and `diff`.

use std::time::Instant;

use clap::ArgMatches;
use saltant::WaitError;
use saltant::inmanta::{
    DryRunId, DryRunReport, EnvironmentClient, ModelVersion, ResourceDiff, ResourceDiffStatus,
};
use serde_json::{Value, json};

use super::{EnvironmentArgs, uuid};
use crate::connect::ConnectArgs;
use crate::duration;
use crate::exit::{Exit, Failure, warn};
use crate::output;
use crate::progress::Progress;
use crate::runtime;
use crate::view::{Format, Printer, ViewArgs};
use crate::waits::{EXIT, WaitArgs, late, parsed};

/// Which dry run.
#[derive(Debug, clap::Args)]
struct DryRunArgs {
    /// The number of the version
    #[arg(value_name = "VERSION")]
    version: u64,

    /// The id of the dry run [default: the newest one of the version]
    #[arg(value_name = "ID")]
    id: Option<String>,

    #[command(flatten)]
    environment: EnvironmentArgs,
}

/// Waits until a dry run has ended, and prints what a deployment of the version would change.
///
/// The output is that of `saltant inmanta dry-run diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = format!(
    "Examples:\n  saltant inmanta dry-run wait 7 --environment prod\n  \
     saltant inmanta dry-run wait 7 --trigger --environment prod\n\n{EXIT}"
))]
pub(crate) struct DryRunWait {
    #[command(flatten)]
    which: DryRunArgs,

    /// Start a new dry run and wait for it
    #[arg(long, conflicts_with = "id")]
    trigger: bool,

    #[command(flatten)]
    wait: WaitArgs,
}

/// Prints what a deployment of a version would change, as its dry run has found it.
///
/// The table has a row for each attribute that would change; resources that stay as they are are left out.
/// JSON and YAML have the whole report.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  saltant inmanta dry-run diff 7 --environment prod")]
pub(crate) struct DryRunDiff {
    #[command(flatten)]
    which: DryRunArgs,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl DryRunArgs {
    fn version(&self) -> ModelVersion {
        ModelVersion::from(self.version)
    }

    async fn id(&self, environment: &EnvironmentClient) -> Result<DryRunId, Failure> {
        if let Some(id) = &self.id {
            return Ok(DryRunId::new(uuid(id)?));
        }
        let newest = environment.dry_runs().list(self.version()).await?.into_iter().next();
        newest.map(|run| run.id).ok_or_else(|| {
            Failure::usage(format!("version {} has no dry run", self.version))
                .hint("saltant inmanta dry-run wait VERSION --trigger starts one")
        })
    }
}

impl DryRunWait {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(args.wait())
            .map_err(|failure| if args.trigger { failure.during_write() } else { failure })
    }

    async fn wait(&self) -> Result<Exit, Failure> {
        let started = Instant::now();
        let environment = self.which.environment.connect(&self.wait.connect).await?;
        let version = self.which.version();
        let id = if self.trigger {
            environment.dry_runs().create(version).await?
        } else {
            self.which.id(&environment).await?
        };
        let progress = Progress::new(0, self.wait.quiet);
        let show = progress.counter();
        let waiting = environment.dry_runs().wait_until_done(version, id).policy(self.wait.policy());
        let waited = waiting
            .on_poll(move |report| {
                let (total, todo) = (report.summary.total, report.summary.todo);
                show(
                    total.saturating_sub(todo),
                    total,
                    &format!("{todo} of {total} resources to be examined"),
                );
            })
            .await;
        drop(progress);
        match waited {
            Ok(report) => {
                print(&report, &self.wait.view, Some(started))?;
                Ok(Exit::Done)
            }
            Err(WaitError::Deadline { last: Some(report), .. }) => {
                print(&report, &self.wait.view, None)?;
                warn(format_args!("dry run {id}: {}", late(self.wait.timeout)));
                Ok(Exit::Unreached)
            }
            Err(WaitError::Poll { error, .. }) => Err(error.into()),
            Err(WaitError::Deadline { last: None, .. }) => {
                Err(Failure::new(Exit::Unreached, format!("dry run {id}: {}", late(self.wait.timeout))))
            }
            Err(error) => Err(Failure::new(Exit::Refused, error.to_string())),
        }
    }
}

impl DryRunDiff {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args: Self = parsed(matches)?;
        runtime::client(async move {
            let environment = args.which.environment.connect(&args.connect).await?;
            let id = args.which.id(&environment).await?;
            let report = environment.dry_runs().get(args.which.version(), id).await?;
            print(&report, &args.view, None)?;
            if report.summary.todo > 0 {
                let todo = report.summary.todo;
                warn(format_args!("the dry run has not ended: {todo} resources are not examined yet"));
            }
            Ok(Exit::Done)
        })
    }
}

/// Prints a report; for people only what would change, and a summary after a wait.
fn print(report: &DryRunReport, view: &ViewArgs, started: Option<Instant>) -> Result<(), Failure> {
    const LAYOUT: &str = "inmanta dry-run diff";
    let format = view.format(Format::Json)?;
    if format.has_parts() {
        let mut printer = Printer::made(view, LAYOUT, format, false)?;
        printer.thing(report)?;
        printer.finish()?;
        return Ok(());
    }
    let changed: Vec<_> =
        report.diff.iter().filter(|diff| diff.status != ResourceDiffStatus::Unmodified).collect();
    let mut printer = Printer::made(view, LAYOUT, format, true)?;
    for row in changed.iter().flat_map(|diff| rows(diff)) {
        printer.thing(&row)?;
    }
    if !changed.is_empty() {
        printer.finish()?;
    }
    let took = started.map(|started| format!(" after {}", duration::short(started.elapsed())));
    let (count, total) = (changed.len(), report.summary.total);
    output::message(&format!("{count} of {total} resources would change{}\n", took.unwrap_or_default()));
    Ok(())
}

/// A row for each attribute that differs, or one for the resource if it has none.
fn rows(diff: &ResourceDiff) -> Vec<Value> {
    let row = |attribute: Option<&str>, from: &Value, to: &Value| {
        json!({
            "resource_id": diff.resource_id, "status": diff.status, "attribute": attribute,
            "from_value": from, "to_value": to,
        })
    };
    if diff.attributes.is_empty() {
        return vec![row(None, &Value::Null, &Value::Null)];
    }
    let each = diff.attributes.iter();
    each.map(|(name, value)| row(Some(name), &value.from_value, &value.to_value)).collect()
}
