//! Who asks: a user or a component, by the token in `X-Auth-Token`.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;

use crate::astakos::answer;
use crate::astakos::state::{Account, Astakos, State};
use crate::http::form;
use crate::http::reply::Reply;

/// Who asks.
#[derive(Clone)]
pub(crate) enum Caller {
    Nobody,
    User(Arc<Account>),
    /// A component, by its name.
    Component(String),
}

/// Whose token a route wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Nobody,
    User,
    Component,
}

/// The token of a request: of the header, else of the query.
fn token<'r>(headers: &'r HeaderMap, query: &'r [(String, String)]) -> Option<&'r str> {
    let header = headers.get("x-auth-token").and_then(|value| value.to_str().ok());
    let named = || query.iter().find(|(name, _)| name == "X-Auth-Token").map(|(_, value)| value.as_str());
    header.or_else(named).map(str::trim).filter(|token| !token.is_empty())
}

/// Finds the caller that a route wants. A token of the other kind is an unknown one.
pub(crate) fn identify(
    state: &State,
    wanted: Wanted,
    headers: &HeaderMap,
    query: &[(String, String)],
    now: Timestamp,
) -> Result<Caller, Reply> {
    if wanted == Wanted::Nobody {
        return Ok(Caller::Nobody);
    }
    let token = token(headers, query).ok_or_else(|| answer::unauthorized("No X-Auth-Token"))?;
    if wanted == Wanted::Component {
        let component = state.components.iter().find(|component| component.token == token);
        let component = component.ok_or_else(|| answer::unauthorized("Invalid X-Auth-Token"))?;
        return Ok(Caller::Component(component.name.clone()));
    }
    let account = state.accounts.iter().find(|account| account.token == token);
    let account = account.ok_or_else(|| answer::unauthorized("Invalid X-Auth-Token"))?;
    usable(account, now)?;
    Ok(Caller::User(Arc::clone(account)))
}

/// Whether an account's token is accepted.
pub(crate) fn usable(account: &Account, now: Timestamp) -> Result<(), Reply> {
    let reason = match account {
        Account { active: false, .. } => "User inactive",
        Account { expires, .. } if *expires <= now => "Authentication expired",
        Account { signed: false, .. } => "Pending approval terms",
        _ => return Ok(()),
    };
    Err(answer::unauthorized(reason))
}

/// Whether the head has any token of this server.
pub(crate) fn is_known(service: &Astakos, head: &Parts) -> bool {
    let query = form::pairs(head.uri.query().unwrap_or("").as_bytes());
    token(&head.headers, &query).is_some_and(|token| {
        service.state.with(|state| {
            state.accounts.iter().any(|account| account.token == token)
                || state.components.iter().any(|component| component.token == token)
        })
    })
}
