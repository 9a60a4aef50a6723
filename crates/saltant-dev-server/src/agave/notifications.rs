//! Notifications: who is told of which event, and the deliveries.

use std::sync::Arc;
use std::time::Duration;

use crate::agave::call::{Call, boolean, required, text};
use crate::agave::ids::{self, Resource};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::agave::tenant::Agave;
use crate::agave::work::Work;
use crate::http::loopback;
use crate::json::Json;

/// Something that happened.
pub(crate) struct Event {
    /// What it happened to.
    pub(crate) uuid: String,
    pub(crate) name: &'static str,
    pub(crate) owner: String,
    /// What may stand in an address, as `${NAME}`.
    pub(crate) values: Vec<(&'static str, String)>,
    /// The body of the message.
    pub(crate) document: Json,
}

/// What a client asks to be told.
pub(crate) struct Subscription {
    uuid: String,
    url: String,
    event: String,
    persistent: bool,
    policy: Policy,
}

/// How a failed delivery is repeated.
#[derive(Clone)]
struct Policy {
    strategy: String,
    limit: u64,
    /// Seconds between two attempts.
    rate: u64,
    /// Seconds before the first repetition.
    delay: u64,
    save_on_failure: bool,
}

/// A subscription that the server has taken.
#[derive(Clone)]
pub(crate) struct Notification {
    pub(crate) id: String,
    pub(crate) owner: String,
    pub(crate) uuid: String,
    url: String,
    event: String,
    persistent: bool,
    status: &'static str,
    policy: Policy,
    created: String,
    updated: String,
    attempts: u64,
    sent: Option<String>,
    response_code: Option<u64>,
    success: bool,
}

/// A message that is to be delivered.
#[allow(missing_debug_implementations, reason = "an address may hold a secret")]
pub struct Delivery {
    id: String,
    url: String,
    document: Json,
    policy: Policy,
}

impl Subscription {
    /// Reads a request; `uuid` is what it is about if it does not say so itself.
    pub(crate) fn read(body: &Json, uuid: Option<&str>) -> Result<Self, Refusal> {
        let uuid = match uuid {
            Some(uuid) => uuid.to_owned(),
            None => required(body, "associatedUuid")?.to_owned(),
        };
        let url = required(body, "url")?.to_owned();
        let is_web = url.starts_with("http://") || url.starts_with("https://");
        let is_mail = url.contains('@') && !url.contains(['/', ' ']);
        if !is_web && !is_mail {
            return Err(Refusal::bad("The url of a notification is a web address or an e-mail address"));
        }
        let policy = body.get("policy");
        let number = |name: &str, default: u64, most: u64| {
            let value = policy.and_then(|policy| policy.get(name)?.as_i64());
            value.and_then(|value| u64::try_from(value).ok()).unwrap_or(default).min(most)
        };
        let strategy = policy.and_then(|policy| text(policy, "retryStrategy"));
        Ok(Self {
            uuid,
            url,
            event: text(body, "event").unwrap_or_else(|| "*".to_owned()),
            persistent: boolean(body, "persistent").unwrap_or(false),
            policy: Policy {
                strategy: strategy.unwrap_or_else(|| "IMMEDIATE".to_owned()).to_ascii_uppercase(),
                limit: number("retryLimit", 5, 1440),
                rate: number("retryRate", 5, 86400),
                delay: number("retryDelay", 0, 86400),
                save_on_failure: policy.and_then(|policy| boolean(policy, "saveOnFailure")).unwrap_or(false),
            },
        })
    }
}

/// The subscriptions that a request asks for itself: a list of them, and an address for the events of an end.
pub(crate) fn requested(
    notifications: Option<&Json>,
    callback: Option<&str>,
    ends: &[&str],
    uuid: &str,
) -> Result<Vec<Subscription>, Refusal> {
    let mut subscriptions = Vec::new();
    for given in notifications.and_then(Json::as_array).unwrap_or_default() {
        subscriptions.push(Subscription::read(given, Some(uuid))?);
    }
    if let Some(url) = callback {
        for event in ends {
            let given = Json::object([("url", url.into()), ("event", (*event).into())]);
            subscriptions.push(Subscription::read(&given, Some(uuid))?);
        }
    }
    Ok(subscriptions)
}

impl Notification {
    fn wants(&self, event: &Event) -> bool {
        let is_about = self.uuid == event.uuid || self.uuid == "*" && self.owner == event.owner;
        let is_named = self.event == "*" || self.event.eq_ignore_ascii_case(event.name);
        self.status == "ACTIVE" && is_about && is_named
    }

    fn shown(&self, call: &Call) -> Json {
        let Policy { strategy, limit, rate, delay, save_on_failure } = &self.policy;
        Json::object([
            ("id", self.id.as_str().into()),
            ("uuid", self.id.as_str().into()),
            ("owner", self.owner.as_str().into()),
            ("associatedUuid", self.uuid.as_str().into()),
            ("url", self.url.as_str().into()),
            ("event", self.event.as_str().into()),
            ("persistent", self.persistent.into()),
            ("status", self.status.into()),
            (
                "policy",
                Json::object([
                    ("retryStrategy", strategy.as_str().into()),
                    ("retryLimit", (*limit).into()),
                    ("retryRate", (*rate).into()),
                    ("retryDelay", (*delay).into()),
                    ("saveOnFailure", (*save_on_failure).into()),
                ]),
            ),
            ("attempts", self.attempts.into()),
            ("lastSent", self.sent.as_deref().into()),
            ("responseCode", self.response_code.into()),
            ("success", self.success.into()),
            ("created", self.created.as_str().into()),
            ("lastUpdated", self.updated.as_str().into()),
            (
                "_links",
                call.links([
                    ("self", format!("notifications/v2/{}", self.id)),
                    ("history", format!("notifications/v2/{}/history", self.id)),
                    ("profile", format!("profiles/v2/{}", self.owner)),
                ]),
            ),
        ])
    }
}

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    match (call.method.as_str(), path) {
        ("GET", []) => {
            let own: Vec<Notification> = call.tenant.store.with(|store| {
                store.notifications.iter().filter(|row| row.owner == call.user).cloned().collect()
            });
            let about = call.param("associatedUuid");
            let items = own.iter().filter(|row| about.is_none_or(|uuid| row.uuid == uuid));
            let items = items.map(|row| row.shown(call)).collect();
            Answer::ok(Json::Array(search::page(call, items, &["associatedUuid"])))
        }
        ("POST", []) => {
            let subscription = Subscription::read(&call.object()?, None)?;
            Answer::created(call.tenant.subscribe(&call.user, subscription).shown(call))
        }
        ("GET", [id]) => with(call, id, |row| Answer::ok(row.shown(call))),
        ("POST", [id]) => {
            let subscription = Subscription::read(&call.object()?, None)?;
            with(call, id, |row| {
                let Subscription { uuid, url, event, persistent, policy } = subscription;
                let updated = call.time();
                *row = Notification {
                    uuid,
                    url,
                    event,
                    persistent,
                    policy,
                    updated,
                    status: "ACTIVE",
                    ..row.clone()
                };
                Answer::ok(row.shown(call))
            })
        }
        ("DELETE", [id]) => {
            with(call, id, |_| Ok(()))?;
            call.tenant.store.with(|store| store.notifications.retain(|row| row.id != *id));
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn with<R>(
    call: &Call,
    id: &str,
    work: impl FnOnce(&mut Notification) -> Result<R, Refusal>,
) -> Result<R, Refusal> {
    call.tenant.store.with(|store| {
        let own =
            store.notifications.iter_mut().find(|row| row.id == id && (row.owner == call.user || call.admin));
        own.map_or_else(|| Err(Refusal::not_found(format!("No notification found for {id}"))), work)
    })
}

impl Agave {
    /// Takes a subscription.
    pub(crate) fn subscribe(&self, owner: &str, subscription: Subscription) -> Notification {
        let Subscription { uuid, url, event, persistent, policy } = subscription;
        let now = ids::time(self.clock.now());
        let row = Notification {
            id: Resource::Notification.uuid(&self.random),
            owner: owner.to_owned(),
            uuid,
            url,
            event,
            persistent,
            status: "ACTIVE",
            policy,
            created: now.clone(),
            updated: now,
            attempts: 0,
            sent: None,
            response_code: None,
            success: false,
        };
        self.store.with(|store| store.notifications.push(row.clone()));
        row
    }

    /// Tells the subscribers of an event about it.
    pub(crate) fn emit(&self, event: &Event) {
        let wanted: Vec<Notification> = self.store.with(|store| {
            let mut wanted = Vec::new();
            for row in store.notifications.iter_mut().filter(|row| row.wants(event)) {
                wanted.push(row.clone());
                if !row.persistent {
                    // It is used up, whether or not the message arrives.
                    row.status = "INACTIVE";
                }
            }
            wanted
        });
        for row in wanted {
            let mut url = row.url.clone();
            let common = [
                ("UUID", event.uuid.clone()),
                ("EVENT", event.name.to_owned()),
                ("OWNER", event.owner.clone()),
            ];
            for (name, value) in common.iter().chain(&event.values) {
                url = url.replace(&format!("${{{name}}}"), &super::files::encoded(value));
            }
            let delivery = Delivery { id: row.id, url, document: event.document.clone(), policy: row.policy };
            let _ = self.work.send(Work::Notify(Box::new(delivery)));
        }
    }
}

/// Delivers a message, again after failures as its policy says.
pub(crate) async fn deliver(tenant: Arc<Agave>, delivery: Box<Delivery>) {
    let Delivery { id, url, document, policy } = *delivery;
    let headers =
        [("x-agave-delivery", tenant.random.uuid().to_string()), ("x-agave-notification", id.clone())];
    let repeats = if policy.strategy == "NONE" { 0 } else { policy.limit };
    for attempt in 0..=repeats {
        if attempt > 0 {
            let pause = match (policy.strategy.as_str(), attempt) {
                ("DELAYED", 1) => policy.delay,
                ("EXPONENTIAL", _) => policy.rate << attempt.min(10),
                _ => policy.rate,
            };
            tokio::time::sleep(Duration::from_secs(pause)).await;
        }
        let status = loopback::post(&url, &headers, document.to_text()).await;
        let code = status.as_ref().ok().map(|status| u64::from(status.as_u16()));
        let arrived = status.is_ok_and(|status| status.is_success());
        let is_last = attempt == repeats || !loopback::is_loopback(&url);
        let now = ids::time(tenant.clock.now());
        tenant.store.with(|store| {
            let Some(row) = store.notifications.iter_mut().find(|row| row.id == id) else { return };
            row.attempts += 1;
            row.sent = Some(now.clone());
            row.updated = now;
            row.response_code = code;
            row.success = arrived;
            row.status = match (arrived, row.persistent) {
                (_, true) => "ACTIVE",
                (true, false) => "COMPLETE",
                (false, false) if is_last => "FAILED",
                (false, false) => row.status,
            };
        });
        if arrived || is_last {
            return;
        }
    }
}
