//! Metadata about anything, and the schemas that values conform to.

mod query;
mod schema;

use crate::agave::call::{Call, text};
use crate::agave::ids::Resource;
use crate::agave::notifications::Event;
use crate::agave::pems::{self, Pem, Pems};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::{search, uuids};
use crate::json::{Constants, Json, parse};

/// An item of metadata, or a schema.
#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) uuid: String,
    pub(crate) owner: String,
    /// The fields that clients set: name, value, schemaId and associationIds, or the schema.
    document: Json,
    created: String,
    updated: String,
    pems: Pems,
}

/// The two collections.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Data,
    Schemas,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Schemas => "schemas",
        }
    }

    fn unknown(self, uuid: &str) -> Refusal {
        let what = if self == Self::Data { "item" } else { "schema" };
        Refusal::not_found(format!("No metadata {what} found for user with id {uuid}"))
    }
}

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    let kind = match path.first() {
        Some(&"data") => Kind::Data,
        Some(&"schemas") => Kind::Schemas,
        _ => return Err(Refusal::not_found("No resource found matching the given id")),
    };
    match (call.method.as_str(), &path[1..]) {
        ("GET", []) => list(call, kind),
        ("POST", []) => add(call, kind),
        ("GET", [uuid]) => Answer::ok(allowed(call, kind, uuid, |pem| pem.read)?.shown(call, kind)),
        ("POST" | "PUT", [uuid]) => update(call, kind, uuid),
        ("DELETE", [uuid]) => {
            let item = allowed(call, kind, uuid, |pem| pem.write)?;
            items(call, kind, |items| items.retain(|item| item.uuid != *uuid));
            tell(call, &item, "DELETED");
            Answer::done()
        }
        (_, [uuid, "pems", rest @ ..]) => permissions(call, kind, uuid, rest),
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn items<R>(call: &Call, kind: Kind, work: impl FnOnce(&mut Vec<Item>) -> R) -> R {
    call.tenant.store.with(|store| match kind {
        Kind::Data => work(&mut store.metadata),
        Kind::Schemas => work(&mut store.schemas),
    })
}

fn list(call: &Call, kind: Kind) -> Outcome {
    let query = match call.param("q").filter(|query| !query.is_empty()) {
        None => None,
        Some(text) => {
            let parsed = parse(text, Constants::Refused).map_err(|_| "it is not JSON".to_owned());
            let query = parsed.and_then(|json| query::Query::read(&json));
            Some(query.map_err(|reason| Refusal::bad(format!("Unable to parse query: {reason}")))?)
        }
    };
    // Administrators see everything unless they say otherwise.
    let sees_all = call.admin && call.flag("privileged").unwrap_or(true);
    let readable: Vec<Item> = items(call, kind, |items| {
        let visible = |item: &&Item| item.granted(&call.user).read || sees_all;
        items.iter().filter(visible).cloned().collect()
    });
    let shown = readable.iter().map(|item| item.shown(call, kind));
    let found = shown.filter(|item| query.as_ref().is_none_or(|query| query.matches(item))).collect();
    Answer::ok(Json::Array(search::page(call, found, &["q"])))
}

fn add(call: &Call, kind: Kind) -> Outcome {
    let document = document(call, kind, &Json::object([]))?;
    let resource = if kind == Kind::Data { Resource::Metadata } else { Resource::Schema };
    let now = call.time();
    let item = Item {
        uuid: resource.uuid(&call.tenant.random),
        owner: call.user.clone(),
        document,
        created: now.clone(),
        updated: now,
        pems: Pems::new(),
    };
    items(call, kind, |items| items.push(item.clone()));
    tell(call, &item, "CREATED");
    Answer::created(item.shown(call, kind))
}

fn update(call: &Call, kind: Kind, uuid: &str) -> Outcome {
    let item = allowed(call, kind, uuid, |pem| pem.write)?;
    let document = document(call, kind, &item.document)?;
    let updated = call.time();
    let item = items(call, kind, |items| {
        let item = items.iter_mut().find(|item| item.uuid == uuid)?;
        item.document = document;
        item.updated = updated;
        Some(item.clone())
    });
    let item = item.ok_or_else(|| kind.unknown(uuid))?;
    tell(call, &item, "UPDATED");
    Answer::ok(item.shown(call, kind))
}

/// The fields of a request; those that it does not have stay as they were.
fn document(call: &Call, kind: Kind, before: &Json) -> Result<Json, Refusal> {
    if kind == Kind::Schemas {
        let schema = call.value()?;
        schema::check(&schema).map_err(|reason| Refusal::bad(format!("Invalid JSON Schema: {reason}")))?;
        return Ok(Json::object([("schema", schema)]));
    }
    let body = call.object()?;
    let of = |name: &str| body.get(name).or_else(|| before.get(name)).cloned();
    let name = text(&body, "name").or_else(|| text(before, "name"));
    let name = name.ok_or_else(|| {
        Refusal::bad("No name attribute specified. Please associate a value with the metadata name.")
    })?;
    let value = of("value").ok_or_else(|| {
        Refusal::bad("No value attribute specified. Please associate a value with the metadata value.")
    })?;
    let schema_id = of("schemaId").filter(|id| *id != Json::Null && id.as_str() != Some(""));
    if let Some(id) = &schema_id {
        let id = id.as_str().unwrap_or_default();
        let schema = allowed(call, Kind::Schemas, id, |pem| pem.read)?;
        let conforms = schema.document.get("schema").is_none_or(|schema| schema::conforms(schema, &value));
        if !conforms {
            return Err(Refusal::bad("Metadata value does not conform to schema."));
        }
    }
    let associated = of("associationIds").unwrap_or_else(Json::array);
    let uuids = associated.as_array().ok_or_else(|| Refusal::bad("associationIds is an array of uuids"))?;
    for uuid in uuids {
        let uuid = uuid.as_str().unwrap_or_default();
        if uuids::path(&call.tenant, uuid).is_none() {
            return Err(Refusal::bad(format!("No associated object found with uuid {uuid}")));
        }
    }
    Ok(Json::object([
        ("name", name.into()),
        ("value", value),
        ("schemaId", schema_id.unwrap_or(Json::Null)),
        ("associationIds", associated.clone()),
    ]))
}

fn permissions(call: &Call, kind: Kind, uuid: &str, path: &[&str]) -> Outcome {
    let username = path.first().copied();
    let own = format!("meta/v2/{}/{uuid}/pems", kind.word());
    let listed = |item: &Item| pems::list(call, &item.owner, &item.pems, &own, false);
    let of_user = |item: &Item, username: &str| {
        let found =
            listed(item).into_iter().find(|pem| pem.get("username").and_then(Json::as_str) == Some(username));
        found.ok_or_else(|| Refusal::not_found(format!("No permissions found for user {username}")))
    };
    match (call.method.as_str(), username) {
        ("GET", None) => {
            let item = allowed(call, kind, uuid, |pem| pem.read)?;
            Answer::ok(Json::Array(search::page(call, listed(&item), &[])))
        }
        ("GET", Some(username)) => {
            Answer::ok(of_user(&allowed(call, kind, uuid, |pem| pem.read)?, username)?)
        }
        ("POST" | "PUT", _) => {
            allowed(call, kind, uuid, |pem| pem.write)?;
            let (user, pem) = pems::granted(&call.object()?, username)?;
            let item = items(call, kind, |items| {
                let item = items.iter_mut().find(|item| item.uuid == uuid)?;
                pems::grant(&mut item.pems, user.clone(), pem);
                Some(item.clone())
            });
            let item = item.ok_or_else(|| kind.unknown(uuid))?;
            if pem == Pem::NONE { Answer::done() } else { Answer::ok(of_user(&item, &user)?) }
        }
        ("DELETE", username) => {
            allowed(call, kind, uuid, |pem| pem.write)?;
            items(call, kind, |items| {
                if let Some(item) = items.iter_mut().find(|item| item.uuid == uuid) {
                    item.pems.retain(|user, _| username.is_some_and(|username| username != user));
                }
            });
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

/// The item, for a caller with the permission. Others get the same answer as for an unknown uuid.
fn allowed(call: &Call, kind: Kind, uuid: &str, needed: impl Fn(Pem) -> bool) -> Result<Item, Refusal> {
    let found = items(call, kind, |items| items.iter().find(|item| item.uuid == uuid).cloned());
    let item = found.filter(|item| item.granted(&call.user).read || call.admin);
    let item = item.ok_or_else(|| kind.unknown(uuid))?;
    if call.admin || needed(item.granted(&call.user)) {
        return Ok(item);
    }
    Err(Refusal::forbidden("User does not have permission to change this metadata"))
}

fn tell(call: &Call, item: &Item, name: &'static str) {
    call.tenant.emit(&Event {
        uuid: item.uuid.clone(),
        name,
        owner: item.owner.clone(),
        values: Vec::new(),
        document: item.document.clone(),
    });
}

impl Item {
    fn granted(&self, user: &str) -> Pem {
        if self.owner == user { Pem::ALL } else { self.pems.get(user).copied().unwrap_or(Pem::NONE) }
    }

    fn shown(&self, call: &Call, kind: Kind) -> Json {
        let mut shown = self.document.clone();
        shown.set("uuid", self.uuid.as_str());
        shown.set("owner", self.owner.as_str());
        shown.set("internalUsername", Json::Null);
        shown.set("created", self.created.as_str());
        shown.set("lastUpdated", self.updated.as_str());
        let own = format!("meta/v2/{}/{}", kind.word(), self.uuid);
        let mut links = call.links([
            ("permissions", format!("{own}/pems")),
            ("owner", format!("profiles/v2/{}", self.owner)),
            ("self", own),
        ]);
        if let Some(uuids) = self.document.get("associationIds").and_then(Json::as_array) {
            let associated = uuids.iter().filter_map(|uuid| {
                let uuid = uuid.as_str()?;
                let path = uuids::path(&call.tenant, uuid)?;
                Some(Json::object([("rel", uuid.into()), ("href", call.address(&path).into())]))
            });
            links.set("associationIds", associated.collect::<Json>());
        }
        shown.set("_links", links);
        shown
    }
}
