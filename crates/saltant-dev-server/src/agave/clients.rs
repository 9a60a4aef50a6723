//! The OAuth clients of a user, and the services that they are subscribed to.

use std::collections::BTreeSet;

use crate::agave::call::{Call, required, text};
use crate::agave::gateway::APIS;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::agave::store::{OAuthClient, Store};
use crate::json::Json;

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    match (call.method.as_str(), path) {
        ("GET", []) => {
            let clients = call.tenant.store.with(|store| {
                let own = store.clients.iter().filter(|client| client.owner == call.user);
                own.map(|client| client.shown(call)).collect()
            });
            Answer::ok(Json::Array(search::page(call, clients, &[])))
        }
        ("POST", []) => create(call),
        ("GET", [name]) => with(call, name, |client| Answer::ok(client.shown(call))),
        ("DELETE", [name]) => {
            with(call, name, |_| Ok(()))?;
            call.tenant.store.with(|store| {
                store.clients.retain(|client| !(client.owner == call.user && client.name == *name));
            });
            Answer::ok(Json::Null)
        }
        ("GET", [name, "subscriptions"]) => with(call, name, |client| Answer::ok(client.subscriptions(call))),
        ("POST", [name, "subscriptions"]) => subscribe(call, name),
        ("DELETE", [name, "subscriptions"]) => with(call, name, |client| {
            client.apis = BTreeSet::new();
            Answer::ok(Json::Null)
        }),
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn create(call: &Call) -> Outcome {
    let body = call.object()?;
    // The helpers of the Python package send `clientName`, its declaration says `name`.
    let name = text(&body, "clientName").or_else(|| text(&body, "name"));
    let name = name.ok_or_else(|| Refusal::bad("clientName is required"))?;
    let random = &call.tenant.random;
    call.tenant.store.with(|store| {
        // A client that exists keeps its key, and its secret is shown again.
        if own(store, call, &name).is_none() {
            store.clients.push(OAuthClient {
                owner: call.user.clone(),
                name: name.clone(),
                description: String::new(),
                callback_url: String::new(),
                key: random.hex(28),
                secret: random.hex(28),
                apis: OAuthClient::all_apis(),
            });
        }
        let client = own(store, call, &name).ok_or_else(|| Refusal::not_found("No client found"))?;
        client.description = text(&body, "description").unwrap_or_default();
        client.callback_url = text(&body, "callbackUrl").unwrap_or_default();
        let mut shown = client.shown(call);
        shown.set("consumerSecret", client.secret.as_str());
        Answer::created(shown)
    })
}

fn subscribe(call: &Call, name: &str) -> Outcome {
    let body = call.object()?;
    let api = required(&body, "name").or_else(|_| required(&body, "apiName"))?.to_ascii_lowercase();
    let apis: Vec<&'static str> = APIS.iter().copied().filter(|known| api == "*" || api == **known).collect();
    if apis.is_empty() {
        return Err(Refusal::not_found("No API found matching the given name"));
    }
    with(call, name, |client| {
        client.apis.extend(apis);
        Answer::created(client.subscriptions(call))
    })
}

fn own<'s>(store: &'s mut Store, call: &Call, name: &str) -> Option<&'s mut OAuthClient> {
    store.clients.iter_mut().find(|client| client.owner == call.user && client.name == name)
}

fn with<R>(
    call: &Call,
    name: &str,
    work: impl FnOnce(&mut OAuthClient) -> Result<R, Refusal>,
) -> Result<R, Refusal> {
    call.tenant.store.with(|store| match own(store, call, name) {
        Some(client) => work(client),
        None => Err(Refusal::not_found("No client found")),
    })
}

impl OAuthClient {
    pub(crate) fn all_apis() -> BTreeSet<&'static str> {
        APIS.iter().copied().collect()
    }

    fn shown(&self, call: &Call) -> Json {
        let path = format!("clients/v2/{}", self.name);
        Json::object([
            ("name", self.name.as_str().into()),
            ("description", self.description.as_str().into()),
            ("consumerKey", self.key.as_str().into()),
            ("tier", "Unlimited".into()),
            ("callbackUrl", self.callback_url.as_str().into()),
            (
                "_links",
                call.links([
                    ("self", path.clone()),
                    ("subscriber", format!("profiles/v2/{}", self.owner)),
                    ("subscriptions", format!("{path}/subscriptions/")),
                ]),
            ),
        ])
    }

    fn subscriptions(&self, call: &Call) -> Json {
        let own = format!("clients/v2/{}", self.name);
        let subscription = |api: &&'static str| {
            let mut name = (*api).to_owned();
            name[..1].make_ascii_uppercase();
            Json::object([
                ("apiName", name.into()),
                ("apiProvider", "admin".into()),
                ("apiStatus", "PUBLISHED".into()),
                ("apiContext", format!("/{api}/v2").into()),
                ("apiVersion", "v2".into()),
                ("tier", "Unlimited".into()),
                ("businessOwner", Json::Null),
                (
                    "_links",
                    call.links([
                        ("self", format!("{own}/subscriptions/")),
                        ("api", format!("{api}/v2/")),
                        ("client", own.clone()),
                    ]),
                ),
            ])
        };
        self.apis.iter().map(subscription).collect()
    }
}
