//! Writing the state of an instance, which is meant for workers and allowed to every user.

use axum::http::StatusCode;
use uuid::Uuid;

use crate::http::reply::Reply;
use crate::json::{Json, python};
use crate::saltant::body::Input;
use crate::saltant::call::Call;
use crate::saltant::reply;
use crate::saltant::state_machine;

/// Stores any state for an instance of either class. A state that cannot be stored gives an error page.
pub(super) fn update(call: &Call<'_>, key: &str) -> Result<Reply, Reply> {
    let state = match call.input()? {
        Input::Form(pairs) => {
            pairs.into_iter().rev().find(|(name, _)| name == "state").map(|(_, v)| v.into())
        }
        Input::Json(object) => object.get("state").cloned(),
    };
    let state = state.filter(|state| *state != Json::Null).ok_or_else(reply::server_error)?;
    let uuid = Uuid::try_parse(key).map_err(|_| reply::server_error())?;
    call.app.store.with(|tables| {
        if tables.instance(uuid).is_none() {
            let message = format!("No task instance with UUID {key} found");
            return Err(Reply::json(StatusCode::BAD_REQUEST, message.into()));
        }
        // A number is stored as its digits, and answered as it came.
        let written = python::str_of(&state);
        state_machine::set(call.app, tables, uuid, &written).map_err(|_| reply::server_error())?;
        let answer = Json::object([("uuid", uuid.to_string().into()), ("state", state)]);
        Ok(Reply::json(StatusCode::OK, answer))
    })
}
