//! The right to change rows and to use queues. All users may read everything, and run and stop all instances.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::saltant::reply;
use crate::saltant::store::{TaskQueue, User};

/// Lets the owner of a row and superusers change it. Without an owner, only superusers may.
pub(crate) fn may_change(user: &User, owner: Option<&str>) -> Result<(), Reply> {
    if user.superuser || owner == Some(&*user.username) {
        Ok(())
    } else {
        Err(reply::detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action."))
    }
}

/// Whether a user can name this queue for a new instance. Even a superuser cannot name the private queue
/// of another user.
pub(crate) fn may_use(user: &User, queue: &TaskQueue) -> bool {
    queue.active && (!queue.private || queue.user == user.username)
}
