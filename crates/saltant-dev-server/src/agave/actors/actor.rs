//! An actor, its registration, and what users may do with it.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;

use crate::agave::actors::executions::Execution;
use crate::agave::actors::messages::Message;
use crate::agave::actors::workers::Worker;
use crate::agave::actors::{allowed, change};
use crate::agave::call::{Call, boolean, required, text};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::tenant::TENANT;
use crate::agave::work::Work;
use crate::json::Json;

/// What a user or a nonce may do with an actor, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    None,
    Read,
    Execute,
    Update,
}

impl Level {
    const WORDS: [(&'static str, Self); 4] =
        [("NONE", Self::None), ("READ", Self::Read), ("EXECUTE", Self::Execute), ("UPDATE", Self::Update)];

    pub(crate) fn parse(word: &str) -> Result<Self, Refusal> {
        let found = Self::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
        found.map(|(_, level)| *level).ok_or_else(|| Refusal::bad(format!("Invalid level {word}")))
    }

    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, level)| *level == self).map_or("NONE", |(word, _)| word)
    }
}

/// The user that stands for everybody.
const WORLD: &str = "ABACO_WORLD";

/// An actor.
#[derive(Clone)]
pub(crate) struct Actor {
    pub(crate) id: String,
    pub(crate) owner: String,
    pub(crate) image: String,
    /// Name, description, link and the like, as they were sent.
    pub(crate) fields: Json,
    pub(crate) stateless: bool,
    pub(crate) state: Json,
    pub(crate) environment: Json,
    pub(crate) max_workers: usize,
    pub(crate) status: &'static str,
    pub(crate) status_message: String,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) revision: u64,
    pub(crate) permissions: BTreeMap<String, Level>,
    pub(crate) workers: Vec<Worker>,
    pub(crate) queue: VecDeque<Message>,
    pub(crate) executions: Vec<Execution>,
}

/// A time as this service writes it.
pub(crate) fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// An object without the entries that are null: the service leaves them out.
pub(crate) fn without_nulls(object: Json) -> Json {
    match object {
        Json::Object(entries) => {
            Json::Object(entries.into_iter().filter(|(_, value)| *value != Json::Null).collect())
        }
        other => other,
    }
}

/// Links of this service, which are plain texts.
pub(crate) fn links<const N: usize>(call: &Call, links: [(&str, String); N]) -> Json {
    Json::Object(
        links.into_iter().map(|(name, path)| (name.to_owned(), call.address(&path).into())).collect(),
    )
}

pub(super) fn register(call: &Call) -> Outcome {
    let body = call.object()?;
    let image = required(&body, "image")
        .map_err(|_| Refusal::bad("Missing required parameter in the POST body: image"))?;
    let now = call.now();
    let actor = Actor {
        id: call.tenant.random.hex(13),
        owner: call.user.clone(),
        image: image.to_owned(),
        fields: fields(&body, &Json::object([])),
        stateless: boolean(&body, "stateless").unwrap_or(true),
        state: Json::object([]),
        environment: environment(&body)?.unwrap_or_else(|| Json::object([])),
        max_workers: max_workers(&body).unwrap_or(1),
        status: "SUBMITTED",
        status_message: String::new(),
        created: now,
        updated: now,
        revision: 1,
        permissions: BTreeMap::new(),
        workers: Vec::new(),
        queue: VecDeque::new(),
        executions: Vec::new(),
    };
    let shown = actor.shown(call);
    let id = actor.id.clone();
    call.tenant.store.with(|store| store.actors.push(actor));
    // Nobody takes work any more once the server stops.
    let _ = call.tenant.work.send(Work::StartActor(id));
    Answer::ok(shown)
}

fn fields(body: &Json, before: &Json) -> Json {
    let mut fields = Json::object([]);
    for name in ["name", "description", "link", "webhook", "hints", "token", "privileged", "queue", "mounts"]
    {
        let value = body.get(name).or_else(|| before.get(name)).cloned();
        let default = match name {
            "token" | "privileged" => Json::Bool(false),
            "queue" => "default".into(),
            "mounts" | "hints" => Json::array(),
            _ => Json::Null,
        };
        fields.set(name, value.filter(|value| *value != Json::Null).unwrap_or(default));
    }
    fields
}

fn environment(body: &Json) -> Result<Option<Json>, Refusal> {
    let given = body.get("defaultEnvironment").or_else(|| body.get("default_environment"));
    match given {
        None | Some(Json::Null) => Ok(None),
        Some(object @ Json::Object(_)) => Ok(Some(object.clone())),
        Some(_) => Err(Refusal::bad("default_environment is an object")),
    }
}

fn max_workers(body: &Json) -> Option<usize> {
    let given = text(body, "maxWorkers").or_else(|| text(body, "max_workers"));
    given.and_then(|text| text.parse().ok()).map(|workers: usize| workers.clamp(1, 64))
}

pub(super) fn update(call: &Call, id: &str) -> Outcome {
    let actor = allowed(call, id, Level::Update)?;
    let body = call.object()?;
    let image = required(&body, "image")
        .map_err(|_| Refusal::bad("Missing required parameter in the PUT body: image"))?;
    let environment = environment(&body)?;
    let now = call.now();
    let starts = image != actor.image || boolean(&body, "force").unwrap_or(false);
    let changed = change(&call.tenant, &actor.id, |actor| {
        image.clone_into(&mut actor.image);
        actor.fields = fields(&body, &actor.fields);
        if let Some(environment) = environment {
            actor.environment = environment;
        }
        actor.stateless = boolean(&body, "stateless").unwrap_or(actor.stateless);
        actor.max_workers = max_workers(&body).unwrap_or(actor.max_workers);
        actor.updated = now;
        if starts {
            actor.status = "SUBMITTED";
            actor.revision += 1;
            actor.workers.clear();
        }
        actor.shown(call)
    });
    if starts {
        let _ = call.tenant.work.send(Work::StartActor(actor.id));
    }
    Answer::ok(changed.unwrap_or(Json::Null))
}

pub(super) fn state(call: &Call, id: &str) -> Outcome {
    let needed = if call.method == axum::http::Method::GET { Level::Read } else { Level::Update };
    let actor = allowed(call, id, needed)?;
    if actor.stateless {
        return Err(Refusal::not_found("actor is stateless."));
    }
    match call.method.as_str() {
        "GET" => Answer::ok(Json::object([
            ("state", actor.state.clone()),
            ("_links", links(call, [("self", format!("actors/v2/{}/state", actor.id))])),
        ])),
        "POST" => {
            let state = call.value().map_err(|_| Refusal::bad("invalid json"))?;
            if state == Json::Null || state.is_empty() || state.as_str() == Some("") {
                return Err(Refusal::bad("state required"));
            }
            let shown = change(&call.tenant, &actor.id, |actor| {
                actor.state = state;
                actor.shown(call)
            });
            Answer::ok(shown.unwrap_or(Json::Null))
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

impl Actor {
    /// What the caller may do. A nonce does at most what it was made for.
    pub(crate) fn level(&self, call: &Call) -> Level {
        let level = if call.admin || self.owner == call.user {
            Level::Update
        } else {
            let granted = |user: &str| self.permissions.get(user).copied().unwrap_or(Level::None);
            granted(&call.user).max(granted(WORLD))
        };
        call.nonce_level.map_or(level, |nonce| nonce.min(level))
    }

    pub(crate) fn dbid(&self) -> String {
        format!("{TENANT}_{}", self.id)
    }

    pub(crate) fn name(&self) -> String {
        text(&self.fields, "name").unwrap_or_default()
    }

    pub(super) fn shown(&self, call: &Call) -> Json {
        let mut shown = Json::object([
            ("id", self.id.as_str().into()),
            ("image", self.image.as_str().into()),
            ("owner", self.owner.as_str().into()),
            ("status", self.status.into()),
            ("statusMessage", self.status_message.as_str().into()),
            ("type", "none".into()),
            ("stateless", self.stateless.into()),
            ("state", self.state.clone()),
            ("defaultEnvironment", self.environment.clone()),
            ("maxWorkers", self.max_workers.into()),
            ("createTime", time(self.created).into()),
            ("lastUpdateTime", time(self.updated).into()),
            ("revision", self.revision.into()),
        ]);
        for (name, value) in self.fields.entries().unwrap_or_default() {
            shown.set(name, value.clone());
        }
        let own = format!("actors/v2/{}", self.id);
        let links = links(
            call,
            [
                ("executions", format!("{own}/executions")),
                ("owner", format!("profiles/v2/{}", self.owner)),
                ("self", own),
            ],
        );
        shown.set("_links", links);
        without_nulls(shown)
    }
}
