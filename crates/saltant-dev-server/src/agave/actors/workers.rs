//! The workers of an actor: as many executions run at a time as there are workers.

use jiff::Timestamp;

use crate::agave::actors::actor::time;
use crate::agave::actors::{Actor, Level, allowed, change};
use crate::agave::call::Call;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::tenant::{Agave, TENANT};
use crate::agave::work::Work;
use crate::json::Json;

/// A worker.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) id: String,
    pub(crate) busy: bool,
    created: Timestamp,
    pub(crate) last_execution: Option<Timestamp>,
}

impl Worker {
    pub(super) fn new(tenant: &Agave) -> Self {
        Self { id: tenant.random.hex(13), busy: false, created: tenant.clock.now(), last_execution: None }
    }

    fn shown(&self, actor: &Actor) -> Json {
        // A missing time is the text of Python's None.
        let last = self.last_execution.map_or_else(|| "None".to_owned(), time);
        Json::object([
            ("id", self.id.as_str().into()),
            ("status", if self.busy { "BUSY" } else { "READY" }.into()),
            ("image", actor.image.as_str().into()),
            ("tenant", TENANT.into()),
            ("cid", format!("process-{}", self.id).into()),
            ("hostId", "0".into()),
            ("hostIp", "127.0.0.1".into()),
            ("location", "unix://dev-server".into()),
            ("createTime", time(self.created).into()),
            ("lastExecutionTime", last.into()),
        ])
    }
}

pub(super) fn answer(call: &Call, id: &str, path: &[&str]) -> Outcome {
    let actor = allowed(call, id, Level::Update)?;
    let find = |id: &str| {
        let found = actor.workers.iter().find(|worker| worker.id == id);
        found.ok_or_else(|| Refusal::not_found(format!("Worker with identifier '{id}' not found")))
    };
    match (call.method.as_str(), path) {
        ("GET", []) => Answer::ok(actor.workers.iter().map(|worker| worker.shown(&actor)).collect()),
        ("GET", [id]) => Answer::ok(find(id)?.shown(&actor)),
        ("POST", []) => {
            let body = if call.body.is_empty() { Json::object([]) } else { call.object()? };
            let wanted = crate::agave::call::text(&body, "num").map_or(Some(1), |text| text.parse().ok());
            let wanted: usize = wanted
                .filter(|wanted| (1..=64).contains(wanted))
                .ok_or_else(|| Refusal::bad("num is a number from 1 to 64"))?;
            change(&call.tenant, &actor.id, |actor| {
                while actor.workers.len() < wanted {
                    actor.workers.push(Worker::new(&call.tenant));
                }
            });
            let _ = call.tenant.work.send(Work::Messages(actor.id));
            Answer::ok(Json::Null)
        }
        ("DELETE", [id]) => {
            let id = find(id)?.id.clone();
            // One that is busy finishes what it does.
            change(&call.tenant, &actor.id, |actor| actor.workers.retain(|worker| worker.id != id));
            Answer::ok(Json::Null)
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}
