//! JSON web tokens: the only views without authentication and the only ones that answer 401.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::json::Json;
use crate::saltant::call::Call;
use crate::saltant::reply;
use crate::saltant::tokens::{Kind, Refused};
use crate::saltant::validation::fields::{Fields, Text};

/// Gives a pair of tokens for a name and a password.
pub(super) fn obtain(call: &Call<'_>) -> Result<Reply, Reply> {
    let input = call.input()?;
    let mut fields = Fields::new(&input, false)?;
    let required = Text { required: true, ..Text::default() };
    let username = fields.text("username", &required).unwrap_or(String::new());
    let password = fields.text("password", &required).unwrap_or(String::new());
    fields.finish()?;
    let user = call.app.store.read(|tables| tables.user(&username).cloned());
    let Some(user) = user.filter(|user| user.password == password) else {
        let detail = "No active account found with the given credentials";
        return Err(reply::unauthorized(Json::object([("detail", detail.into())])));
    };
    let sign = |kind| {
        let id = call.app.random.uuid().simple().to_string();
        Json::from(call.app.tokens.sign(kind, user.id, &id, call.app.clock.now()))
    };
    let pair = Json::object([("refresh", sign(Kind::Refresh)), ("access", sign(Kind::Access))]);
    Ok(Reply::json(StatusCode::OK, pair))
}

/// Gives a new access token for a refresh token, which stays valid.
pub(super) fn refresh(call: &Call<'_>) -> Result<Reply, Reply> {
    let input = call.input()?;
    let mut fields = Fields::new(&input, false)?;
    let token = fields.text("refresh", &Text { required: true, ..Text::default() }).unwrap_or(String::new());
    fields.finish()?;
    let now = call.app.clock.now();
    let user = call.app.tokens.check(Kind::Refresh, &token, now).map_err(|refused| {
        let detail = match refused {
            Refused::Invalid => "Token is invalid or expired",
            Refused::WrongKind => "Token has wrong type",
        };
        reply::unauthorized(Json::object([("detail", detail.into()), ("code", "token_not_valid".into())]))
    })?;
    let id = call.app.random.uuid().simple().to_string();
    let access = call.app.tokens.sign(Kind::Access, user, &id, now);
    Ok(Reply::json(StatusCode::OK, Json::object([("access", access.into())])))
}
