//! The life of a run, in the steps of a real node.

use std::sync::Arc;

use tokio::sync::Notify;

use super::algorithm::{Algorithm, Kind};
use super::environment::Order;
use super::policy;
use super::process;
use super::seal::Form;
use super::work::Work;
use crate::vantage6::app::Vantage6;
use crate::vantage6::store::{Changes, status};
use crate::vantage6::tokens::Mint;
use crate::vantage6::views::tokens::container_token;

/// How an algorithm ended.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) status: &'static str,
    pub(super) result: Vec<u8>,
    pub(super) log: String,
}

impl Outcome {
    pub(super) fn failed(status: &'static str, log: impl Into<String>) -> Self {
        Self { status, result: Vec::new(), log: log.into() }
    }
}

/// Takes a run from its start to its end. A run that this process has no node for stays as it is.
pub(super) async fn live(app: Arc<Vantage6>, run: u64) {
    let stop = app.nodes.begin(run);
    if accept(&app, run) {
        // Others may see that the run has started before it is active.
        tokio::task::yield_now().await;
        if let Some(order) = order(&app, run)
            && let Some(outcome) = act(&app, &order, &stop).await
        {
            finish(&app, &order, outcome);
        }
    }
    app.nodes.end(run);
}

/// Marks a run as started, if it is open and for a node of this process.
fn accept(app: &Vantage6, run: u64) -> bool {
    let now = app.clock.now();
    app.store.with(|tables| {
        let Some(row) = tables.runs.get(run).filter(|row| row.finished_at.is_none()) else { return false };
        let local = tables.node_of_run(row).is_some_and(|node| app.nodes.local.contains(&node.id));
        if local {
            tables.change_run(run, Changes { started_at: Some(now), ..Changes::default() }, now);
        }
        local
    })
}

/// Gets a token for a run, and marks the run as active. A run without a token has failed, without an end.
fn order(app: &Vantage6, run: u64) -> Option<Order> {
    let now = app.clock.now();
    app.store.with(|tables| {
        let row = tables.runs.get(run).filter(|row| row.finished_at.is_none())?;
        let (task, node) = (tables.tasks.get(row.task)?, tables.node_of_run(row)?);
        let mint = Mint { signer: &app.signer, random: &app.random, now };
        let Ok(token) = container_token(&mint, tables, node.id, task.id, &task.image) else {
            let log = "The server gives no token for the algorithm: the task has ended".to_owned();
            let changes =
                Changes { status: Some(status::FAILED.into()), log: Some(log), ..Changes::default() };
            tables.change_run(run, changes, now);
            return None;
        };
        let order = Order {
            run,
            node: node.id,
            organization: tables.organizations.get(row.organization)?.name.clone(),
            organization_id: row.organization,
            job: task.job,
            image: task.image.clone(),
            form: Form {
                encrypted: tables.collaborations.get(task.collaboration)?.encrypted,
                in_blobs: row.in_blobs,
            },
            collaboration: task.collaboration,
            init_org: task.init_org,
            databases: task.databases.clone(),
            input: row.input.clone(),
            token,
        };
        if !policy::allows(&app.nodes.policy, &order.organization, &order.image) {
            let status = Some("not allowed".to_owned());
            let changes = Changes { status, finished_at: Some(now), ..Changes::default() };
            tables.change_run(run, changes, now);
            return None;
        }
        if app.nodes.algorithm(&order.image).is_some() {
            let changes = Changes { status: Some(status::ACTIVE.into()), ..Changes::default() };
            tables.change_run(run, changes, now);
        }
        Some(order)
    })
}

/// Runs the algorithm. `None` if it was stopped.
async fn act(app: &Arc<Vantage6>, order: &Order, stop: &Notify) -> Option<Outcome> {
    let Some(Algorithm(kind)) = app.nodes.algorithm(&order.image) else {
        let log = format!("No algorithm is set for the image {}", order.image);
        return Some(Outcome::failed("non-existing Docker image", log));
    };
    let input = order
        .input
        .as_deref()
        .and_then(|text| app.store.with(|tables| order.form.open(app, tables, order.organization_id, text)));
    let Some(input) = input else {
        return Some(Outcome::failed(status::FAILED, "The input cannot be read with the organization's key"));
    };
    match kind {
        Kind::Command { words, variables } => process::run(app, order, words, variables, &input, stop).await,
        Kind::Function(function) => {
            let (work, function) = (Work::new(app, order, input), Arc::clone(function));
            let running = tokio::task::spawn_blocking(move || {
                let result = function(&work);
                (result, work.into_log())
            });
            tokio::select! {
                end = running => Some(match end {
                    Ok((Ok(result), log)) => Outcome { status: status::COMPLETED, result, log },
                    Ok((Err(error), log)) => Outcome::failed("crashed", format!("{log}{error}\n")),
                    Err(_) => Outcome::failed("crashed", "The algorithm panicked\n"),
                }),
                () = stop.notified() => None,
            }
        }
    }
}

/// Stores the result for the organization that started the task, and ends the run.
fn finish(app: &Vantage6, order: &Order, outcome: Outcome) {
    let now = app.clock.now();
    let Outcome { status: mut state, result, mut log } = outcome;
    app.store.with(|tables| {
        // The server has ended a run that was killed, and its node is refused.
        if tables.runs.get(order.run).is_none_or(|row| row.finished_at.is_some()) {
            return;
        }
        let result = order.form.seal(app, tables, order.init_org, &result).unwrap_or_else(|| {
            state = status::FAILED;
            log.push_str("The organization that started the task has no public key\n");
            String::new()
        });
        let changes = Changes {
            finished_at: Some(now),
            status: Some(state.to_owned()),
            result: Some(result),
            log: Some(log),
            ..Changes::default()
        };
        tables.change_run(order.run, changes, now);
    });
}
