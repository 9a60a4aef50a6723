//! Authentication: by a session cookie, a token or a JSON web token, tried in that order.
//!
//! No answer here is a 401: the session comes first and defines no challenge, so the framework
//! answers every failure with a 403.

use std::sync::Arc;

use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderMap, Method, StatusCode};
use jiff::tz::TimeZone;

use crate::http::reply::Reply;
use crate::json::Json;
use crate::saltant::app::Saltant;
use crate::saltant::reply;
use crate::saltant::store::User;
use crate::saltant::tokens::{Kind, Refused};

/// The user of a request.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) user: Arc<User>,
    /// The zone in which times are written and naive times are read: the user's own only with a session.
    pub(crate) zone: TimeZone,
}

/// Finds the user of a request: `None` without credentials, a refusal if they are wrong.
pub(crate) fn authenticate(
    app: &Saltant,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Option<Identity>, Reply> {
    if let Some(identity) = session(app, method, headers)? {
        return Ok(Some(identity));
    }
    let header = headers.get(AUTHORIZATION).map_or(&b""[..], |value| value.as_bytes());
    let words: Vec<&[u8]> = header.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let user = match words.first() {
        Some(scheme) if scheme.eq_ignore_ascii_case(b"token") => Some(token(app, &words)?),
        // Unlike `Token`, this word is case-sensitive.
        Some(scheme) if *scheme == b"Bearer" => Some(bearer(app, &words)?),
        _ => None,
    };
    Ok(user.map(|user| Identity { user, zone: TimeZone::UTC }))
}

fn forbidden(detail: &str) -> Reply {
    reply::detail(StatusCode::FORBIDDEN, detail)
}

fn token(app: &Saltant, words: &[&[u8]]) -> Result<Arc<User>, Reply> {
    let key = match words {
        [_] => return Err(forbidden("Invalid token header. No credentials provided.")),
        [_, key] => key,
        _ => return Err(forbidden("Invalid token header. Token string should not contain spaces.")),
    };
    let Ok(key) = std::str::from_utf8(key) else {
        let detail = "Invalid token header. Token string should not contain invalid characters.";
        return Err(forbidden(detail));
    };
    app.store
        .read(|tables| tables.users.iter().find(|user| user.token == key).cloned())
        .ok_or_else(|| forbidden("Invalid token."))
}

fn bearer(app: &Saltant, words: &[&[u8]]) -> Result<Arc<User>, Reply> {
    let [_, token] = words else {
        let detail = "Authorization header must contain two space-delimited values";
        return Err(reply::coded(StatusCode::FORBIDDEN, detail, "bad_authorization_header"));
    };
    let token = String::from_utf8_lossy(token);
    let id = app.tokens.check(Kind::Access, &token, app.clock.now()).map_err(|refused| {
        let message = match refused {
            Refused::Invalid => "Token is invalid or expired",
            Refused::WrongKind => "Token has wrong type",
        };
        let message = Json::object([
            ("token_class", "AccessToken".into()),
            ("token_type", "access".into()),
            ("message", message.into()),
        ]);
        Reply::json(
            StatusCode::FORBIDDEN,
            Json::object([
                ("detail", "Given token not valid for any token type".into()),
                ("code", "token_not_valid".into()),
                ("messages", Json::Array(vec![message])),
            ]),
        )
    })?;
    app.store
        .read(|tables| tables.users.iter().find(|user| user.id == id).cloned())
        .ok_or_else(|| reply::coded(StatusCode::FORBIDDEN, "User not found", "user_not_found"))
}

fn session(app: &Saltant, method: &Method, headers: &HeaderMap) -> Result<Option<Identity>, Reply> {
    let Some(username) = cookie(headers, "sessionid").and_then(|key| app.sessions.username(key)) else {
        return Ok(None);
    };
    let Some(user) = app.store.read(|tables| tables.user(&username).cloned()) else { return Ok(None) };
    let safe = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(method);
    if !safe {
        // A browser sends the cookie with every request, but only the site's own pages can copy it into a header.
        let Some(expected) = cookie(headers, "csrftoken") else {
            return Err(forbidden("CSRF Failed: CSRF cookie not set."));
        };
        let sent = headers.get("x-csrftoken").and_then(|value| value.to_str().ok());
        if sent != Some(expected) {
            return Err(forbidden("CSRF Failed: CSRF token missing or incorrect."));
        }
    }
    let zone = user.zone.clone();
    Ok(Some(Identity { user, zone }))
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}
