//! The tenant and the people in it.

use crate::agave::call::Call;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::agave::store::Account;
use crate::agave::tenant::TENANT;
use crate::json::Json;

/// The list of tenants: this one. No credential is needed.
pub(crate) fn tenants(call: &Call) -> Outcome {
    let contact = Json::object([
        ("name", "Administrator".into()),
        ("email", "admin@example.org".into()),
        ("url", Json::Null),
        ("type", "admin".into()),
        ("primary", true.into()),
    ]);
    let tenant = Json::object([
        ("id", "0001411570998814-b0b0b0bb-0001-016".into()),
        ("name", "A tenant for development".into()),
        ("baseUrl", call.address("").into()),
        ("code", TENANT.into()),
        ("contact", Json::Array(vec![contact])),
        (
            "_links",
            call.links([
                ("self", format!("tenants/{TENANT}")),
                ("publickey", format!("tenants/{TENANT}/publickey")),
            ]),
        ),
    ]);
    Answer::ok(Json::Array(vec![tenant]))
}

pub(crate) fn answer(call: &Call, path: &[&str]) -> Outcome {
    if call.method != axum::http::Method::GET {
        return Err(Refusal::method_not_allowed());
    }
    match path {
        [] => {
            let people = call.tenant.store.with(|store| {
                store
                    .accounts
                    .iter()
                    .filter(|account| matches(call, account))
                    .map(|account| profile(call, account))
                    .collect()
            });
            let own = ["name", "email", "first_name", "last_name", "full_name", "status", "username"];
            Answer::ok(Json::Array(search::page(call, people, &own)))
        }
        [name] => {
            let name = if *name == "me" { &call.user } else { *name };
            let found = call.tenant.store.with(|store| Some(profile(call, store.account(name)?)));
            found.map_or_else(|| Err(Refusal::not_found("No user profile found")), Answer::ok)
        }
        _ => Err(Refusal::not_found("No user profile found")),
    }
}

/// Whether the texts of the query are in the person's name or address.
fn matches(call: &Call, account: &Account) -> bool {
    let has = |name: &str, text: &str| {
        call.param(name).is_none_or(|wanted| text.to_lowercase().contains(&wanted.to_lowercase()))
    };
    let first = first_name(account);
    has("username", &account.username)
        && has("email", &account.email)
        && has("first_name", &first)
        && has("last_name", LAST_NAME)
        && has("full_name", &format!("{first} {LAST_NAME}"))
        && has("name", &format!("{first} {LAST_NAME}"))
}

const LAST_NAME: &str = "User";

fn first_name(account: &Account) -> String {
    let mut name = account.username.clone();
    name[..1].make_ascii_uppercase();
    name
}

fn profile(call: &Call, account: &Account) -> Json {
    let name = account.username.as_str();
    let first = first_name(account);
    Json::object([
        ("firstName", first.as_str().into()),
        ("lastName", LAST_NAME.into()),
        ("fullName", format!("{first} {LAST_NAME}").into()),
        ("email", account.email.as_str().into()),
        ("phone", "".into()),
        ("position", Json::Null),
        ("institution", Json::Null),
        ("status", "Active".into()),
        ("username", name.into()),
        ("uuid", format!("{name}-0001-001").into()),
        (
            "_links",
            call.links([
                ("self", format!("profiles/v2/{name}")),
                ("users", format!("profiles/v2/{name}/users")),
            ]),
        ),
    ])
}
