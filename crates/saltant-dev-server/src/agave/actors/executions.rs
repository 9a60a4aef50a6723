//! Executions: their states, logs and results.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};

use crate::agave::actors::actor::{Actor, links, time, without_nulls};
use crate::agave::actors::{Level, allowed, change};
use crate::agave::call::Call;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::json::Json;

/// One run of an actor.
#[derive(Clone)]
pub(crate) struct Execution {
    pub(crate) id: String,
    pub(crate) executor: String,
    pub(crate) status: &'static str,
    pub(crate) exit_code: Option<i64>,
    pub(crate) worker: Option<String>,
    pub(crate) received: Timestamp,
    pub(crate) started: Option<Timestamp>,
    pub(crate) finished: Option<Timestamp>,
    pub(crate) logs: String,
    pub(crate) results: VecDeque<Bytes>,
    /// The processor time of the program.
    pub(crate) cpu: Duration,
    /// The bytes of the message and of the results.
    pub(crate) io: usize,
    /// Stops the command.
    pub(crate) stop: Arc<Notify>,
    /// Becomes true at the end.
    pub(crate) done: Arc<watch::Sender<bool>>,
}

pub(super) fn answer(call: &Call, id: &str, path: &[&str]) -> Outcome {
    let needed = if call.method == axum::http::Method::GET { Level::Read } else { Level::Update };
    let actor = allowed(call, id, needed)?;
    let find = |id: &str| {
        let found = actor.executions.iter().find(|execution| execution.id == id);
        found.ok_or_else(|| Refusal::bad(format!("Execution with identifier '{id}' not found")))
    };
    match (call.method.as_str(), path) {
        ("GET", []) => Answer::ok(summary(call, &actor)),
        ("GET", [id]) => Answer::ok(find(id)?.shown(call, &actor)),
        ("DELETE", [id]) => {
            let execution = find(id)?;
            if execution.status != "RUNNING" {
                return Err(Refusal::bad(format!(
                    "Cannot halt an execution with status {}",
                    execution.status
                )));
            }
            execution.stop.notify_one();
            Answer::ok(Json::object([("msg", "Issued force quit command for execution.".into())]))
        }
        ("GET", [id, "logs"]) => {
            let execution = find(id)?;
            let own = format!("actors/v2/{}/executions/{id}", actor.id);
            Answer::ok(Json::object([
                ("logs", execution.logs.as_str().into()),
                ("_links", links(call, [("execution", own.clone()), ("self", format!("{own}/logs"))])),
            ]))
        }
        ("GET", [id, "results"]) => {
            let execution = find(id)?.id.clone();
            let result = change(&call.tenant, &actor.id, |actor| {
                let found = actor.executions.iter_mut().find(|known| known.id == execution)?;
                found.results.pop_front()
            });
            let mut response = Response::new(Body::from(result.flatten().unwrap_or_default()));
            let kind = HeaderValue::from_static("application/octet-stream");
            response.headers_mut().insert(CONTENT_TYPE, kind);
            Ok(Answer::Raw(response))
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn summary(call: &Call, actor: &Actor) -> Json {
    let executions = actor.executions.iter().map(|execution| {
        without_nulls(Json::object([
            ("id", execution.id.as_str().into()),
            ("status", execution.status.into()),
            ("messageReceivedTime", time(execution.received).into()),
            ("startTime", execution.started.map(time).into()),
            ("finishTime", execution.finished.map(time).into()),
        ]))
    });
    let runtime: i64 = actor.executions.iter().map(Execution::runtime).sum();
    let own = format!("actors/v2/{}", actor.id);
    Json::object([
        ("actorId", actor.id.as_str().into()),
        ("apiServer", call.address("").trim_end_matches('/').into()),
        ("owner", actor.owner.as_str().into()),
        ("executions", executions.collect()),
        ("totalExecutions", actor.executions.len().into()),
        ("totalCpu", nanoseconds(actor.executions.iter().map(|execution| execution.cpu).sum()).into()),
        ("totalIo", actor.executions.iter().map(|execution| execution.io).sum::<usize>().into()),
        ("totalRuntime", runtime.into()),
        (
            "_links",
            links(
                call,
                [("owner", format!("profiles/v2/{}", actor.owner)), ("self", format!("{own}/executions"))],
            ),
        ),
    ])
}

/// The unit of Abaco 1.9.0.
fn nanoseconds(time: Duration) -> u64 {
    time.as_nanos().try_into().unwrap_or(u64::MAX)
}

impl Execution {
    pub(super) fn new(call: &Call) -> Self {
        Self {
            id: call.tenant.random.hex(13),
            executor: call.user.clone(),
            status: "SUBMITTED",
            exit_code: None,
            worker: None,
            received: call.now(),
            started: None,
            finished: None,
            logs: String::new(),
            results: VecDeque::new(),
            cpu: Duration::ZERO,
            io: 0,
            stop: Arc::new(Notify::new()),
            done: Arc::new(watch::Sender::new(false)),
        }
    }

    /// Whole seconds.
    fn runtime(&self) -> i64 {
        self.started.zip(self.finished).map_or(0, |(start, end)| end.duration_since(start).as_secs())
    }

    fn shown(&self, call: &Call, actor: &Actor) -> Json {
        let own = format!("actors/v2/{}/executions/{}", actor.id, self.id);
        let state = self.exit_code.map(|code| {
            Json::object([
                ("Status", "exited".into()),
                ("Running", false.into()),
                ("ExitCode", code.into()),
                ("StartedAt", self.started.map(time).into()),
                ("FinishedAt", self.finished.map(time).into()),
            ])
        });
        without_nulls(Json::object([
            ("id", self.id.as_str().into()),
            ("actorId", actor.id.as_str().into()),
            ("apiServer", call.address("").trim_end_matches('/').into()),
            ("executor", self.executor.as_str().into()),
            ("owner", actor.owner.as_str().into()),
            ("status", self.status.into()),
            ("cpu", nanoseconds(self.cpu).into()),
            ("io", self.io.into()),
            ("runtime", self.runtime().into()),
            ("exitCode", self.exit_code.into()),
            ("finalState", state.into()),
            ("messageReceivedTime", time(self.received).into()),
            ("startTime", self.started.map(time).into()),
            ("finishTime", self.finished.map(time).into()),
            ("workerId", self.worker.as_deref().into()),
            (
                "_links",
                links(
                    call,
                    [
                        ("logs", format!("{own}/logs")),
                        ("owner", format!("profiles/v2/{}", actor.owner)),
                        ("self", own),
                    ],
                ),
            ),
        ]))
    }
}
