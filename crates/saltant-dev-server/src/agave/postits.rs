//! Postits: addresses that open something of their creator to anybody, for a while and a number of times.

use axum::http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};

use crate::agave::call::{Call, boolean, required, text};
use crate::agave::gateway;
use crate::agave::ids::{self, Resource};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::json::Json;

/// A postit.
#[derive(Clone)]
pub(crate) struct Postit {
    pub(crate) key: String,
    creator: String,
    admin: bool,
    url: String,
    /// The path of the target on this server.
    path: String,
    method: Method,
    /// Uses that are left; `None` for any number.
    remaining: Option<u64>,
    created: Timestamp,
    expires: Option<Timestamp>,
}

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    match (call.method.as_str(), path) {
        ("GET", []) => {
            let now = call.now();
            let own: Vec<Postit> = call.tenant.store.with(|store| {
                let usable =
                    store.postits.iter().filter(|row| row.creator == call.user && row.is_usable(now));
                usable.cloned().collect()
            });
            let items = own.iter().map(|row| row.shown(call)).collect();
            Answer::ok(Json::Array(search::page(call, items, &[])))
        }
        ("POST", []) => create(call),
        ("GET", [key]) => redeem(call, key),
        ("DELETE", [key]) => {
            let existed = call.tenant.store.with(|store| {
                let before = store.postits.len();
                store.postits.retain(|row| row.key != *key || !(row.creator == call.user || call.admin));
                store.postits.len() < before
            });
            if existed { Answer::done() } else { Err(unknown()) }
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("Postit not found")
}

fn create(call: &Call) -> Outcome {
    let body = call.object()?;
    let url = required(&body, "url")?.to_owned();
    let path = url.strip_prefix(&format!("{}/", call.origin));
    let path = path.ok_or_else(|| Refusal::bad("The url of a postit is one of this server"))?.to_owned();
    if gateway::route(&format!("/{path}")).is_none_or(|(api, _)| api == "postits") {
        return Err(Refusal::bad("The url of a postit is one of a service"));
    }
    let number = |name: &str, default: u64| match text(&body, name) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| Refusal::bad(format!("{name} is a number"))),
    };
    let unlimited = boolean(&body, "unlimited").unwrap_or(false);
    let method = text(&body, "method").unwrap_or_else(|| "GET".to_owned()).to_ascii_uppercase();
    let method = match method.as_str() {
        "GET" => Method::GET,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "DELETE" => Method::DELETE,
        _ => return Err(Refusal::bad(format!("The method {method} is not supported"))),
    };
    let (uses, lifetime) = (number("maxUses", 1)?, number("lifetime", 2_592_000)?);
    let created = call.now();
    let life = SignedDuration::from_secs(i64::try_from(lifetime).unwrap_or(i64::MAX));
    let postit = Postit {
        key: Resource::Postit.uuid(&call.tenant.random),
        creator: call.user.clone(),
        admin: call.admin,
        url,
        path,
        method,
        remaining: (!unlimited).then_some(uses),
        created,
        expires: (!unlimited).then(|| created.checked_add(life).unwrap_or(Timestamp::MAX)),
    };
    call.tenant.store.with(|store| store.postits.push(postit.clone()));
    Answer::created(postit.shown(call))
}

fn redeem(call: &Call, key: &str) -> Outcome {
    let now = call.now();
    let postit = call.tenant.store.with(|store| {
        let postit = store.postits.iter_mut().find(|row| row.key == key).ok_or_else(unknown)?;
        if !postit.is_usable(now) {
            return Err(Refusal::new(StatusCode::FORBIDDEN, "Postit key has expired or is used up"));
        }
        postit.remaining = postit.remaining.map(|uses| uses - 1);
        Ok(postit.clone())
    })?;
    gateway::send_as(call, postit.method.clone(), &postit.path, &postit.creator, postit.admin)
}

impl Postit {
    fn is_usable(&self, now: Timestamp) -> bool {
        self.remaining != Some(0) && self.expires.is_none_or(|expires| now < expires)
    }

    fn shown(&self, call: &Call) -> Json {
        let own = format!("postits/v2/{}", self.key);
        Json::object([
            ("postit", self.key.as_str().into()),
            ("creator", self.creator.as_str().into()),
            ("url", self.url.as_str().into()),
            ("method", self.method.as_str().into()),
            ("noauth", false.into()),
            ("remainingUses", self.remaining.map_or_else(|| "unlimited".into(), Json::from)),
            ("created", ids::time(self.created).into()),
            ("expires", self.expires.map_or_else(|| "never".to_owned(), ids::time).into()),
            ("_links", call.links([("self", own), ("profile", format!("profiles/v2/{}", self.creator))])),
        ])
    }
}
