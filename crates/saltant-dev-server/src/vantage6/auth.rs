//! From the header of a request to the one who asks.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::app::Vantage6;
use crate::vantage6::identity::{Caller, Container, Identity};
use crate::vantage6::reply;
use crate::vantage6::store::Tables;
use crate::vantage6::tokens::{self, Kind};

/// Who may use a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access(u8);

impl Access {
    /// Anyone: the view reads no token, or reads it itself.
    pub(crate) const PUBLIC: Self = Self(0);
    pub(crate) const USER: Self = Self(1);
    pub(crate) const NODE: Self = Self(2);
    pub(crate) const CONTAINER: Self = Self(4);
    pub(crate) const USER_OR_NODE: Self = Self(3);
    pub(crate) const USER_OR_CONTAINER: Self = Self(5);
    pub(crate) const ALL: Self = Self(7);

    fn includes(self, caller: &Caller) -> bool {
        let bit = match caller {
            Caller::User(_) => Self::USER,
            Caller::Node(_) => Self::NODE,
            Caller::Container(_) => Self::CONTAINER,
        };
        self.0 & bit.0 != 0
    }
}

/// The token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, Reply> {
    let Some(header) = headers.get(AUTHORIZATION) else {
        return Err(reply::jwt(StatusCode::UNAUTHORIZED, "Missing Authorization Header"));
    };
    let header = header.to_str().unwrap_or("");
    let mut words = header.split_whitespace();
    if words.next() != Some("Bearer") {
        let text = "Missing 'Bearer' type in 'Authorization' header. Expected 'Authorization: Bearer <JWT>'";
        return Err(reply::jwt(StatusCode::UNAUTHORIZED, text));
    }
    if let (Some(token), None) = (words.next(), words.next()) {
        Ok(token)
    } else {
        let text = "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'";
        Err(reply::jwt(StatusCode::UNPROCESSABLE_ENTITY, text))
    }
}

/// The one who asks, and notes that they were seen.
pub(crate) fn identify(
    app: &Vantage6,
    tables: &mut Tables,
    headers: &HeaderMap,
    access: Access,
    now: Timestamp,
) -> Result<Identity, Reply> {
    let token = bearer(headers)?;
    let claims = tokens::check(&app.signer, Kind::Access, token, now).map_err(|refused| refused.reply())?;
    let subject = claims.get("sub").unwrap_or(&Json::Null);
    let identity = match subject.as_i64().and_then(|id| u64::try_from(id).ok()) {
        Some(id) => account(tables, id)?,
        None => Container::read(subject)
            .map(|container| Identity::of_container(tables, container))
            .ok_or_else(reply::crash)?,
    };
    if !access.includes(&identity.caller) {
        return Err(reply::crash());
    }
    match identity.caller {
        Caller::User(id) => {
            if let Some(user) = tables.users.get_mut(id) {
                user.last_seen = Some(now);
            }
        }
        Caller::Node(id) => {
            if let Some(node) = tables.nodes.get_mut(id) {
                node.last_seen = Some(now);
            }
        }
        Caller::Container(_) => {}
    }
    Ok(identity)
}

/// The user or node of a token; they may have been deleted since.
pub(crate) fn account(tables: &Tables, id: u64) -> Result<Identity, Reply> {
    Identity::of_user(tables, id)
        .or_else(|| Identity::of_node(tables, id))
        .ok_or_else(|| reply::jwt(StatusCode::UNAUTHORIZED, &format!("Error loading the user {id}")))
}
