//! Aliases of actors, and the permissions of other users.

use crate::agave::actors::actor::links;
use crate::agave::actors::nonces::{self, Holder};
use crate::agave::actors::{Actor, Level, allowed, change};
use crate::agave::call::{Call, required, text};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::json::Json;

/// Another name of an actor.
#[derive(Clone)]
pub(crate) struct Alias {
    pub(crate) name: String,
    pub(crate) actor_id: String,
    pub(crate) owner: String,
}

/// Names that mean something else in a path.
const RESERVED: &[&str] = &["executions", "nonces", "logs", "messages", "adapters", "admin", "aliases"];

impl Alias {
    fn shown(&self, call: &Call) -> Json {
        let own = format!("actors/v2/aliases/{}", self.name);
        Json::object([
            ("alias", self.name.as_str().into()),
            ("actorId", self.actor_id.as_str().into()),
            ("owner", self.owner.as_str().into()),
            (
                "_links",
                links(
                    call,
                    [
                        ("actor", format!("actors/v2/{}", self.actor_id)),
                        ("owner", format!("profiles/v2/{}", self.owner)),
                        ("self", own),
                    ],
                ),
            ),
        ])
    }
}

pub(super) fn aliases(call: &Call, path: &[&str]) -> Outcome {
    let all = || -> Vec<Alias> { call.tenant.store.with(|store| store.aliases.clone()) };
    let find = |name: &str| {
        let found = all().into_iter().find(|alias| alias.name == name);
        found.ok_or_else(|| Refusal::not_found(format!("Alias with identifier '{name}' not found")))
    };
    match (call.method.as_str(), path) {
        ("GET", []) => {
            let visible =
                all().into_iter().filter(|alias| allowed(call, &alias.actor_id, Level::Read).is_ok());
            Answer::ok(visible.map(|alias| alias.shown(call)).collect())
        }
        ("POST", []) => add(call, None),
        ("PUT", [name]) => {
            let alias = find(name)?;
            allowed(call, &alias.actor_id, Level::Update)?;
            add(call, Some(&alias))
        }
        ("GET", [name]) => {
            let alias = find(name)?;
            allowed(call, &alias.actor_id, Level::Read)?;
            Answer::ok(alias.shown(call))
        }
        ("DELETE", [name]) => {
            let alias = find(name)?;
            allowed(call, &alias.actor_id, Level::Update)?;
            call.tenant.store.with(|store| {
                store.aliases.retain(|known| known.name != alias.name);
                store.nonces.retain(|nonce| nonce.holder != Holder::Alias(alias.name.clone()));
            });
            Answer::ok(Json::Null)
        }
        (_, [name, "nonces", rest @ ..]) => {
            let alias = find(name)?;
            allowed(call, &alias.actor_id, Level::Update)?;
            nonces::answer(call, Holder::Alias(alias.name), rest)
        }
        (_, [name, "permissions"]) => permissions(call, &find(name)?.actor_id),
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn add(call: &Call, known: Option<&Alias>) -> Outcome {
    let body = call.object()?;
    let name = match known {
        Some(alias) => alias.name.clone(),
        None => required(&body, "alias")
            .map_err(|_| Refusal::bad("Missing required parameter: alias"))?
            .to_owned(),
    };
    let usable = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    if RESERVED.contains(&name.as_str()) || !name.chars().all(usable) {
        return Err(Refusal::bad(format!("{name} is a reserved word or not a valid alias")));
    }
    let id = text(&body, "actorId").or_else(|| text(&body, "actor_id"));
    let id = id.ok_or_else(|| Refusal::bad("Missing required parameter: actor_id"))?;
    let actor = allowed(call, &id, Level::Update)?;
    let alias = Alias { name, actor_id: actor.id, owner: call.user.clone() };
    call.tenant.store.with(|store| {
        let taken = |row: &Alias| row.name == alias.name;
        if known.is_none() && store.aliases.iter().any(taken) {
            return Err(Refusal::bad(format!("An alias '{}' exists", alias.name)));
        }
        store.aliases.retain(|row| row.name != alias.name);
        store.aliases.push(alias.clone());
        Ok(())
    })?;
    Answer::ok(alias.shown(call))
}

pub(super) fn permissions(call: &Call, id: &str) -> Outcome {
    match call.method.as_str() {
        "GET" => Answer::ok(shown(&allowed(call, id, Level::Read)?)),
        "POST" => {
            let actor = allowed(call, id, Level::Update)?;
            let body = call.object()?;
            let user =
                required(&body, "user").map_err(|_| Refusal::bad("Missing required parameter: user"))?;
            let level = Level::parse(required(&body, "level")?)?;
            let after = change(&call.tenant, &actor.id, |actor| {
                actor.permissions.insert(user.to_owned(), level);
                shown(actor)
            });
            Answer::ok(after.unwrap_or(Json::Null))
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

/// The levels by user.
fn shown(actor: &Actor) -> Json {
    let mut map = Json::object([]);
    map.set(&actor.owner, Level::Update.word());
    for (user, level) in &actor.permissions {
        map.set(user, level.word());
    }
    map
}
