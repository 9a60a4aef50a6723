//! `saltant submit`: creates task instances by the names of their task type and queue.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use futures_util::{StreamExt as _, stream};
use saltant::catalog;
use saltant::http::DEFAULT_CONCURRENCY;
use saltant::saltant::{CreateTaskInstance, GetTaskType, TaskClass, TaskInstances, TaskQueueId, TaskTypeId};
use saltant::{Client, Container, Executable};
use serde_json::Value;

use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure, warn};
use crate::service::SALTANT;
use crate::tree::names;
use crate::view::ViewArgs;
use crate::{runtime, wait};

mod report;
mod rows;

use report::{Report, Submitted};
use rows::Row;

const QUEUE: &str = "queue";
const EXECUTABLE: &str = "executable task type";
const CONTAINER: &str = "container task type";

/// Runs a task type on a queue: creates one task instance or many.
///
/// An argument's VALUE is read as JSON if it is JSON, such as 7, true or [1, 2], else it is a text. Where the
/// task type's default value is a text, it is always a text. ARG:=JSON is read as JSON in any case.
///
/// `--from` reads a CSV file with one task instance in each row. The first row has the names of the arguments;
/// the column `name` is the name of the instance, unless the task type has an argument of that name. An empty
/// cell leaves the argument out, and ARG=VALUE is for all rows.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant submit align --queue gpu --name first reads=a.fastq seed=7
  saltant submit align --queue gpu seed=7 --wait
  saltant submit align --queue gpu --count 100
  saltant submit align --queue gpu --from samples.csv --once batch-17 > submitted.jsonl

A row that was submitted is printed with its UUID, another one with its trouble, also after an interrupt. With \
`--once KEY`, a second run with the same file and key finds the instances that exist and creates only the others.")]
pub(crate) struct Args {
    /// The name of the task type, or its id if `--class` is given
    #[arg(value_name = "TYPE")]
    task_type: String,

    /// The arguments of the task type
    #[arg(value_name = "ARG=VALUE")]
    arguments: Vec<String>,

    /// The name of the queue, or its id
    #[arg(long, value_name = "QUEUE")]
    queue: String,

    /// The class of the task type [default: that of the only one with this name]
    #[arg(long, value_name = "CLASS", value_parser = [Executable::WORD, Container::WORD])]
    class: Option<String>,

    /// The name of the task instances
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// Create this many task instances
    #[arg(long, value_name = "NUMBER", conflicts_with = "from", value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,

    /// Create a task instance for each row of a CSV file; `-` is standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,

    /// Create each task instance once, also if this command is run again: a mark with this key and the number
    /// of the row is put at the end of its name
    #[arg(long, value_name = "KEY")]
    once: Option<String>,

    /// Wait until the task instances have finished, for an hour at most
    #[arg(long)]
    wait: bool,

    /// Print no progress on stderr
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    connect: ConnectArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let (exit, uuids) = runtime::client(submit(args)).map_err(Failure::during_write)?;
    if !args.wait || uuids.is_empty() {
        return Ok(exit);
    }
    let waited = wait::after_submit(uuids, args.quiet, &args.view, &args.connect)?;
    Ok(if exit == Exit::Done || waited == Exit::Failed { waited } else { exit })
}

/// Submits all rows, and gives the UUIDs of the instances in the order of the rows.
async fn submit(args: &Args) -> Result<(Exit, Vec<String>), Failure> {
    let client: Client = args.connect.connect(SALTANT, Purpose::Authenticated, None).await?.into();
    let http = client.http();
    let kinds: &[&str] = match args.class.as_deref() {
        Some(Executable::WORD) => &[EXECUTABLE],
        Some(_) => &[CONTAINER],
        None => &[EXECUTABLE, CONTAINER],
    };
    let (kind, task_type) = names::find(http, "task type", kinds, &args.task_type).await?;
    let (_, queue) = names::find(http, QUEUE, &[QUEUE], &args.queue).await?;
    let queue = TaskQueueId::new(number(&queue)?);
    let task_type = number(&task_type)?;
    if kind == CONTAINER {
        rows_of(args, &client, client.container_task_instances(), task_type, queue).await
    } else {
        rows_of(args, &client, client.executable_task_instances(), task_type, queue).await
    }
}

async fn rows_of<K: TaskClass>(
    args: &Args,
    client: &Client,
    instances: TaskInstances<'_, K>,
    task_type: u64,
    queue: TaskQueueId,
) -> Result<(Exit, Vec<String>), Failure> {
    let id = TaskTypeId::<K>::new(task_type);
    let known = client.http().call(GetTaskType::<K>::new(id)).await?;
    let wanted = rows::Wanted::of(&serde_json::to_value(known).unwrap_or(Value::Null));
    let rows = rows::read(args, &wanted)?;
    for name in unknown(&rows, &wanted) {
        warn(format_args!("task type {:?} names no argument {name:?}", args.task_type));
    }
    let is_many = args.count.is_some() || args.from.is_some();
    let operations: Vec<_> = rows.iter().map(|row| row.operation(id, queue)).collect();
    let begun: Rc<[Cell<bool>]> = rows.iter().map(|_| Cell::new(false)).collect();
    let entry = catalog::find(&format!("saltant.{}_task_instances.create", K::WORD));
    let mut report = Report::new(rows, begun.clone(), is_many, args, entry)?;
    let submits = operations.into_iter().enumerate().map(|(index, operation): (_, CreateTaskInstance<K>)| {
        let mark =
            args.once.as_ref().map(|key| if is_many { format!("{key}-{}", index + 1) } else { key.clone() });
        let begun = begun.clone();
        async move {
            begun[index].set(true);
            let done = match mark {
                Some(mark) => instances.submit_once(operation).mark(mark).await,
                None => client.http().call(operation).await,
            };
            (index, done)
        }
    });
    let mut submitted = stream::iter(submits).buffer_unordered(DEFAULT_CONCURRENCY);
    while let Some((index, done)) = submitted.next().await {
        report.add(index, done.map(|instance| Submitted::of(&instance)))?;
    }
    report.end()
}

/// The arguments that the rows have and the task type does not name.
fn unknown(rows: &[Row], wanted: &rows::Wanted) -> BTreeSet<String> {
    let given = rows.iter().flat_map(|row| row.arguments.keys());
    given.filter(|name| !wanted.names.is_empty() && !wanted.names.contains(name)).cloned().collect()
}

fn number(id: &str) -> Result<u64, Failure> {
    id.parse().map_err(|_| Failure::new(Exit::Refused, format!("{id:?} is not the number of a thing")))
}
