//! Who may change what. Everybody may read everything, and run and stop anybody's instances.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::saltant::reply;
use crate::saltant::store::{TaskQueue, User};

/// Lets the owner of a row and superusers change it. A row without an owner is the superusers' alone.
pub(crate) fn may_change(user: &User, owner: Option<&str>) -> Result<(), Reply> {
    if user.superuser || owner == Some(&*user.username) {
        Ok(())
    } else {
        Err(reply::detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action."))
    }
}

/// Whether a user can name this queue for a new instance: not even a superuser sees another's private one.
pub(crate) fn may_use(user: &User, queue: &TaskQueue) -> bool {
    queue.active && (!queue.private || queue.user == user.username)
}
