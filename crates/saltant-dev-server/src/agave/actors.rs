//! Actors (Abaco): programs that run once for each message.

mod actor;
mod executions;
mod invocation;
mod messages;
mod nonces;
pub(crate) mod run;
mod sharing;
mod workers;

use crate::agave::call::Call;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::json::Json;

pub(crate) use actor::{Actor, Level};
pub(crate) use invocation::Program;
pub use invocation::{ActorInvocation, ActorReport};
pub(crate) use messages::wait;
pub(crate) use nonces::{Nonce, admit};
pub(crate) use sharing::Alias;

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    match (call.method.as_str(), path) {
        ("GET", []) => list(call),
        ("POST", []) => actor::register(call),
        (_, ["aliases", rest @ ..]) => sharing::aliases(call, rest),
        ("GET", [id]) => Answer::ok(allowed(call, id, Level::Read)?.shown(call)),
        ("PUT", [id]) => actor::update(call, id),
        ("DELETE", [id]) => {
            let actor = allowed(call, id, Level::Update)?;
            call.tenant.store.with(|store| {
                store.actors.retain(|known| known.id != actor.id);
                store.aliases.retain(|alias| alias.actor_id != actor.id);
            });
            actor.executions.iter().for_each(|execution| execution.stop.notify_one());
            Answer::ok(Json::Null)
        }
        (_, [id, "messages"]) => messages::answer(call, id),
        (_, [id, "state"]) => actor::state(call, id),
        (_, [id, "permissions"]) => sharing::permissions(call, id),
        (_, [id, "nonces", rest @ ..]) => {
            let actor = allowed(call, id, Level::Update)?;
            nonces::answer(call, nonces::Holder::Actor(actor.id), rest)
        }
        (_, [id, "executions", rest @ ..]) => executions::answer(call, id, rest),
        (_, [id, "workers", rest @ ..]) => workers::answer(call, id, rest),
        _ => Err(Refusal::not_found("Resource not found")),
    }
}

/// The actors that the caller may read. A page of them is a plain list too: agavepy cannot read a search.
fn list(call: &Call) -> Outcome {
    let actors: Vec<Actor> = call.tenant.store.with(|store| {
        store.actors.iter().filter(|actor| actor.level(call) >= Level::Read).cloned().collect()
    });
    let items: Vec<Json> = actors.iter().map(|actor| actor.shown(call)).collect();
    let number = |name| call.param(name).and_then(|text| text.parse::<usize>().ok());
    let skipped = items.into_iter().skip(number("skip").unwrap_or(0)).collect();
    Answer::ok(Json::Array(search::page(call, skipped, &["skip"])))
}

/// The actor of that id or alias, for a caller with the permission.
pub(crate) fn allowed(call: &Call, id: &str, needed: Level) -> Result<Actor, Refusal> {
    let found = call.tenant.store.with(|store| {
        let alias = store.aliases.iter().find(|alias| alias.name == id);
        let id = alias.map_or(id, |alias| &alias.actor_id);
        store.actors.iter().find(|actor| actor.id == id).cloned()
    });
    let actor = found.ok_or_else(|| Refusal::not_found(format!("Actor with identifier '{id}' not found")))?;
    if actor.level(call) < needed {
        // The service says this with a 400, as it does for most errors.
        return Err(Refusal::bad("Not authorized -- you do not have access to this actor."));
    }
    Ok(actor)
}

/// Changes an actor; `None` if it was deleted meanwhile.
pub(crate) fn change<R>(
    tenant: &crate::agave::tenant::Agave,
    id: &str,
    work: impl FnOnce(&mut Actor) -> R,
) -> Option<R> {
    tenant.store.with(|store| store.actors.iter_mut().find(|actor| actor.id == id).map(work))
}
