//! Task instances of both classes: creating, cloning and terminating them.

use std::sync::Arc;

use axum::http::StatusCode;
use uuid::Uuid;

use crate::call::Call;
use crate::filters;
use crate::json::Json;
use crate::permissions;
use crate::reply::Reply;
use crate::state_machine::{self, New};
use crate::store::{Class, TaskInstance};
use crate::validation::{Fields, Invalid, Text};
use crate::views;
use crate::worker::Job;

pub(super) fn list(call: &Call<'_>, class: Class) -> Result<Reply, Reply> {
    let size = call.app.page_sizes.instances;
    // The newest come first.
    views::list(call, filters::task_instances(class), size, |tables| {
        tables.instances(class).rows().iter().rev().collect()
    })
}

pub(super) fn get(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    let uuid = Uuid::try_parse(key).map_err(|_| Reply::not_found())?;
    call.app.store.with(|tables| views::one(call, tables.instances(class).get(uuid)))
}

pub(super) fn create(call: &Call<'_>, class: Class) -> Result<Reply, Reply> {
    let user = call.user()?;
    let created = call.app.store.with(|tables| {
        let input = call.input()?;
        let mut fields = Fields::new(&input, false)?;
        let name = fields.text("name", &Text { blank: true, longest: Some(200), ..Text::default() });
        let arguments = fields.json("arguments");
        // A queue that the user cannot use is as good as none.
        let queue = fields
            .key("task_queue", |id| tables.queue(id).is_some_and(|queue| permissions::may_use(user, queue)))
            .nullable_or(None)
            .and_then(|id| tables.queue(id).cloned());
        let task_type = fields
            .key("task_type", |id| tables.task_type(class, id).is_some())
            .nullable_or(None)
            .and_then(|id| tables.task_type(class, id).cloned());
        fields.finish()?;
        let (Some(queue), Some(task_type)) = (queue, task_type) else { return Err(Reply::server_error()) };
        let new = New {
            class,
            user: Arc::clone(user),
            name: name.unwrap_or(String::new()),
            queue,
            task_type,
            arguments: arguments.unwrap_or(Json::object([])),
        };
        state_machine::create(call.app, tables, new).map_err(Invalid::told)
    })?;
    Ok(published(call, created))
}

/// Makes a new instance like another, of anybody's. Whatever speaks against it is an error page.
pub(super) fn clone(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    let user = call.user()?;
    let created = call.app.store.with(|tables| {
        let uuid = Uuid::try_parse(key).map_err(|_| Reply::server_error())?;
        let original = tables.instances(class).get(uuid).ok_or_else(Reply::server_error)?;
        let new = New {
            class,
            user: Arc::clone(user),
            name: original.name.clone(),
            queue: tables.queue(original.task_queue).cloned().ok_or_else(Reply::server_error)?,
            task_type: tables
                .task_type(class, original.task_type)
                .cloned()
                .ok_or_else(Reply::server_error)?,
            arguments: original.arguments.clone(),
        };
        state_machine::create(call.app, tables, new).map_err(|_| Reply::server_error())
    })?;
    Ok(published(call, created))
}

/// Sends the job off and answers with the instance as it was before that.
fn published(call: &Call<'_>, (instance, job): (TaskInstance, Job)) -> Reply {
    if let Some(state) = &call.stuck_in {
        call.app.faults.stick(instance.uuid, state.clone());
    }
    state_machine::publish(call.app, job);
    views::shown(call, StatusCode::CREATED, &instance)
}

/// Revokes a job, and only then looks for its instance: it is revoked even where the answer is an
/// error page, as for an instance of the other class.
pub(super) fn terminate(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    let uuid = Uuid::try_parse(key).map_err(|_| Reply::server_error())?;
    // Read first: the answer shows the row before the effect, which comes later on the real server.
    let row = call.app.store.with(|tables| tables.instances(class).get(uuid).cloned());
    call.app.worker.revoke(uuid);
    let row = row.ok_or_else(Reply::server_error)?;
    Ok(views::shown(call, StatusCode::ACCEPTED, &*row))
}
