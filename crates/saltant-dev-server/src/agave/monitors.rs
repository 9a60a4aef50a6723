//! Monitors of systems. A check runs when it is asked for; none runs by itself.

use jiff::{SignedDuration, Timestamp};

use crate::agave::call::{Call, boolean, required, text};
use crate::agave::files::storage::Storage;
use crate::agave::ids::{self, Resource};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::systems::roles::Role;
use crate::agave::{search, systems};
use crate::json::Json;

/// A monitor.
#[derive(Clone)]
pub(crate) struct Monitor {
    pub(crate) id: String,
    owner: String,
    target: String,
    /// Minutes between two checks.
    frequency: i64,
    update_status: bool,
    active: bool,
    created: Timestamp,
    last_success: Option<Timestamp>,
    checks: Vec<Check>,
}

#[derive(Clone)]
struct Check {
    id: String,
    kind: &'static str,
    message: Option<String>,
    created: Timestamp,
}

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    match (call.method.as_str(), path) {
        ("GET", []) => {
            let own: Vec<Monitor> = call
                .tenant
                .store
                .with(|store| store.monitors.iter().filter(|row| row.owner == call.user).cloned().collect());
            let items = own.iter().map(|row| row.shown(call)).collect();
            Answer::ok(Json::Array(search::page(call, items, &[])))
        }
        ("POST", []) => create(call),
        ("GET", [id]) => with(call, id, |row| Answer::ok(row.shown(call))),
        ("POST", [id]) => {
            let body = call.object()?;
            let frequency = frequency(&body)?;
            with(call, id, |row| {
                row.frequency = frequency.unwrap_or(row.frequency);
                row.update_status = boolean(&body, "updateSystemStatus").unwrap_or(row.update_status);
                row.active = boolean(&body, "active").unwrap_or(row.active);
                Answer::ok(row.shown(call))
            })
        }
        ("DELETE", [id]) => {
            with(call, id, |_| Ok(()))?;
            call.tenant.store.with(|store| store.monitors.retain(|row| row.id != *id));
            Answer::done()
        }
        ("GET", [id, "checks"]) => with(call, id, |row| {
            let items = row.checks.iter().rev().map(|check| check.shown(call, id)).collect();
            Answer::ok(Json::Array(search::page(call, items, &[])))
        }),
        ("POST", [id, "checks"]) => check(call, id),
        ("GET", [id, "checks", check]) => with(call, id, |row| {
            let found = row.checks.iter().find(|known| known.id == *check);
            let found = found.ok_or_else(|| Refusal::not_found("No monitor check found"))?;
            Answer::ok(found.shown(call, id))
        }),
        _ => Err(Refusal::method_not_allowed()),
    }
}

/// The minutes between two checks: at least five.
fn frequency(body: &Json) -> Result<Option<i64>, Refusal> {
    let Some(text) = text(body, "frequency") else { return Ok(None) };
    let minutes = text.parse().ok().filter(|minutes| (5..=525_600).contains(minutes));
    minutes.map(Some).ok_or_else(|| Refusal::bad("frequency is a number of minutes, 5 or more"))
}

fn create(call: &Call) -> Outcome {
    let body = call.object()?;
    let target = required(&body, "target")?.to_owned();
    systems::with_role(call, &target, Role::User)?;
    let monitor = Monitor {
        id: Resource::Monitor.uuid(&call.tenant.random),
        owner: call.user.clone(),
        target,
        frequency: frequency(&body)?.unwrap_or(720),
        update_status: boolean(&body, "updateSystemStatus").unwrap_or(false),
        active: boolean(&body, "active").unwrap_or(true),
        created: call.now(),
        last_success: None,
        checks: Vec::new(),
    };
    let shown = monitor.shown(call);
    call.tenant.store.with(|store| {
        if store.monitors.iter().any(|row| row.owner == monitor.owner && row.target == monitor.target) {
            return Err(Refusal::bad("A monitor of this system exists"));
        }
        store.monitors.push(monitor);
        Ok(())
    })?;
    Answer::created(shown)
}

/// Checks the storage and, of an execution system, the login.
fn check(call: &Call, id: &str) -> Outcome {
    let target = with(call, id, |row| Ok(row.target.clone()))?;
    let system = systems::visible(call, &target)?;
    let message = match Storage::open(&call.tenant, &system, &call.user) {
        _ if !system.available => Some("The system is disabled".to_owned()),
        Ok(_) => None,
        Err(refusal) => Some(refusal.message),
    };
    let kinds: &[&'static str] = if system.execution { &["STORAGE", "LOGIN"] } else { &["STORAGE"] };
    let created = call.now();
    let checks: Vec<Check> = kinds
        .iter()
        .map(|kind| Check {
            id: Resource::Check.uuid(&call.tenant.random),
            kind,
            message: message.clone(),
            created,
        })
        .collect();
    with(call, id, |row| {
        if message.is_none() {
            row.last_success = Some(created);
        }
        let shown = checks.last().map(|check| check.shown(call, id));
        row.checks.extend(checks);
        Answer::created(shown.unwrap_or(Json::Null))
    })
}

fn with<R>(
    call: &Call,
    id: &str,
    work: impl FnOnce(&mut Monitor) -> Result<R, Refusal>,
) -> Result<R, Refusal> {
    call.tenant.store.with(|store| {
        let own =
            store.monitors.iter_mut().find(|row| row.id == id && (row.owner == call.user || call.admin));
        own.map_or_else(|| Err(Refusal::not_found(format!("No monitor found with id {id}"))), work)
    })
}

impl Monitor {
    fn shown(&self, call: &Call) -> Json {
        let last = self.checks.last();
        let before = last.map_or(self.created, |check| check.created);
        let next = before.checked_add(SignedDuration::from_mins(self.frequency)).unwrap_or(Timestamp::MAX);
        let own = format!("monitors/v2/{}", self.id);
        Json::object([
            ("id", self.id.as_str().into()),
            ("target", self.target.as_str().into()),
            ("owner", self.owner.as_str().into()),
            ("frequency", self.frequency.into()),
            ("updateSystemStatus", self.update_status.into()),
            ("internalUsername", Json::Null),
            ("active", self.active.into()),
            ("created", ids::time(self.created).into()),
            ("lastSuccess", self.last_success.map(ids::time).into()),
            ("nextUpdate", ids::time(next).into()),
            ("lastCheck", last.map_or(Json::Null, |check| check.shown(call, &self.id))),
            (
                "_links",
                call.links([
                    ("checks", format!("{own}/checks")),
                    ("system", format!("systems/v2/{}", self.target)),
                    ("self", own),
                ]),
            ),
        ])
    }
}

impl Check {
    fn shown(&self, call: &Call, monitor: &str) -> Json {
        Json::object([
            ("id", self.id.as_str().into()),
            ("type", self.kind.into()),
            ("result", if self.message.is_none() { "PASSED" } else { "FAILED" }.into()),
            ("message", self.message.as_deref().into()),
            ("created", ids::time(self.created).into()),
            ("_links", call.links([("self", format!("monitors/v2/{monitor}/checks/{}", self.id))])),
        ])
    }
}
