//! Nonces: keys that stand for a login on one actor or alias.

use jiff::Timestamp;

use crate::agave::actors::Level;
use crate::agave::actors::actor::{links, time, without_nulls};
use crate::agave::call::{Call, text};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::store::same;
use crate::agave::tenant::TENANT;
use crate::json::Json;

/// A nonce.
#[derive(Clone)]
pub(crate) struct Nonce {
    pub(crate) id: String,
    pub(crate) holder: Holder,
    owner: String,
    level: Level,
    /// Uses in all; `None` for any number.
    max: Option<u64>,
    used: u64,
    description: Option<String>,
    created: Timestamp,
    last_use: Option<Timestamp>,
}

/// What a nonce is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    Actor(String),
    Alias(String),
}

/// The nonces of an actor or alias, for a caller who may change it.
pub(super) fn answer(call: &Call, holder: Holder, path: &[&str]) -> Outcome {
    let own = || -> Vec<Nonce> {
        call.tenant
            .store
            .with(|store| store.nonces.iter().filter(|nonce| nonce.holder == holder).cloned().collect())
    };
    let find = |id: &str| {
        let found = own().into_iter().find(|nonce| nonce.id == id);
        found.ok_or_else(|| Refusal::bad("Nonce not found."))
    };
    match (call.method.as_str(), path) {
        ("GET", []) => Answer::ok(own().iter().map(|nonce| nonce.shown(call)).collect()),
        ("POST", []) => add(call, holder),
        ("GET", [id]) => Answer::ok(find(id)?.shown(call)),
        ("DELETE", [id]) => {
            let id = find(id)?.id;
            call.tenant.store.with(|store| store.nonces.retain(|nonce| nonce.id != id));
            Answer::ok(Json::Null)
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn add(call: &Call, holder: Holder) -> Outcome {
    let body = if call.body.is_empty() { Json::object([]) } else { call.object()? };
    let level = text(&body, "level").map_or(Ok(Level::Execute), |word| Level::parse(&word))?;
    if level == Level::Update && matches!(holder, Holder::Alias(_)) {
        return Err(Refusal::bad("UPDATE is not a level of nonces of aliases"));
    }
    let max = text(&body, "maxUses").or_else(|| text(&body, "max_uses"));
    let max = max.map_or(Ok(-1), |text| text.parse::<i64>());
    let max = match max {
        Ok(-1) => None,
        Ok(max) if max > 0 => Some(max.unsigned_abs()),
        _ => return Err(Refusal::bad("maxUses is -1 or a positive number")),
    };
    let nonce = Nonce {
        id: format!("{TENANT}_{}", call.tenant.random.hex(13)),
        holder,
        owner: call.user.clone(),
        level,
        max,
        used: 0,
        description: text(&body, "description"),
        created: call.now(),
        last_use: None,
    };
    call.tenant.store.with(|store| store.nonces.push(nonce.clone()));
    Answer::ok(nonce.shown(call))
}

/// Uses the nonce of a request: the caller becomes its owner, with the nonce's level.
pub(crate) fn admit(call: &mut Call, nonce: &str, path: &str) -> Result<(), Refusal> {
    let target = path.trim_matches('/').split('/').collect::<Vec<_>>();
    let needed = match (call.method.as_str(), target.get(1)) {
        ("GET", _) => Level::Read,
        ("POST", Some(&"messages")) => Level::Execute,
        _ => Level::Update,
    };
    let holder = match target[..] {
        ["aliases", alias, ..] => Some(alias),
        [id, ..] => Some(id),
        [] => None,
    };
    let now = call.now();
    let refused = || Refusal::bad("Invalid nonce");
    let (owner, level, admin) = call.tenant.store.with(|store| {
        let holder = holder.ok_or_else(refused)?;
        let alias = store.aliases.iter().find(|alias| alias.name == holder);
        let actor = alias.map_or(holder, |alias| alias.actor_id.as_str()).to_owned();
        let nonce = store.nonces.iter_mut().find(|known| same(&known.id, nonce)).ok_or_else(refused)?;
        let is_for = match &nonce.holder {
            Holder::Actor(id) => *id == actor,
            Holder::Alias(name) => name == holder,
        };
        if !is_for || nonce.level < needed || nonce.max.is_some_and(|max| nonce.used >= max) {
            return Err(refused());
        }
        nonce.used += 1;
        nonce.last_use = Some(now);
        let (owner, level) = (nonce.owner.clone(), nonce.level);
        let admin = store.account(&owner).is_some_and(|account| account.admin);
        Ok((owner, level, admin))
    })?;
    call.user = owner;
    call.admin = admin;
    call.nonce_level = Some(level);
    Ok(())
}

impl Nonce {
    fn shown(&self, call: &Call) -> Json {
        let (name, value, path) = match &self.holder {
            Holder::Actor(id) => ("actorId", id, format!("actors/v2/{id}")),
            Holder::Alias(alias) => ("alias", alias, format!("actors/v2/aliases/{alias}")),
        };
        let unlimited = || Json::from(-1_i64);
        without_nulls(Json::object([
            ("id", self.id.as_str().into()),
            (name, value.as_str().into()),
            ("apiServer", call.address("").trim_end_matches('/').into()),
            ("owner", self.owner.as_str().into()),
            ("level", self.level.word().into()),
            ("description", self.description.as_deref().into()),
            ("maxUses", self.max.map_or_else(unlimited, Json::from)),
            ("currentUses", self.used.into()),
            ("remainingUses", self.max.map_or_else(unlimited, |max| (max - self.used).into())),
            ("createTime", time(self.created).into()),
            ("lastUseTime", self.last_use.map_or_else(|| "None".to_owned(), time).into()),
            (
                "_links",
                links(
                    call,
                    [
                        ("actor", path.clone()),
                        ("owner", format!("profiles/v2/{}", self.owner)),
                        ("self", format!("{path}/nonces/{}", self.id)),
                    ],
                ),
            ),
        ]))
    }
}
