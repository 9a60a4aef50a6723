//! Task instances of both classes: creating, cloning and terminating them.

use std::sync::Arc;

use axum::http::StatusCode;
use uuid::Uuid;

use super::rows;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::saltant::broker::Job;
use crate::saltant::call::Call;
use crate::saltant::filters;
use crate::saltant::permissions;
use crate::saltant::reply;
use crate::saltant::state_machine::{self, New};
use crate::saltant::store::{Class, TaskInstance};
use crate::saltant::validation::fields::{Fields, Text};
use crate::saltant::validation::model::Invalid;

pub(super) fn list(call: &Call<'_>, class: Class) -> Result<Reply, Reply> {
    let size = call.app.page_sizes.instances;
    // The newest come first.
    rows::list(call, filters::task_instances(class), size, |tables| {
        Box::new(tables.instances(class).rows().iter().rev())
    })
}

pub(super) fn get(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    let uuid = Uuid::try_parse(key).map_err(|_| reply::not_found())?;
    call.app.store.read(|tables| rows::one(call, tables.instances(class).get(uuid)))
}

pub(super) fn create(call: &Call<'_>, class: Class) -> Result<Reply, Reply> {
    let user = call.user()?;
    let input = call.input()?;
    let created = call.app.store.with(|tables| {
        let mut fields = Fields::new(&input, false)?;
        let name = fields.text("name", &Text { blank: true, longest: Some(200), ..Text::default() });
        let arguments = fields.json("arguments");
        // A queue that the user cannot use is treated as missing.
        let queue = fields
            .key("task_queue", |id| tables.queue(id).is_some_and(|queue| permissions::may_use(user, queue)))
            .nullable_or(None)
            .and_then(|id| tables.queue(id).cloned());
        let task_type = fields
            .key("task_type", |id| tables.task_type(class, id).is_some())
            .nullable_or(None)
            .and_then(|id| tables.task_type(class, id).cloned());
        fields.finish()?;
        let (Some(queue), Some(task_type)) = (queue, task_type) else { return Err(reply::server_error()) };
        let new = New {
            class,
            user: Arc::clone(user),
            name: name.unwrap_or(String::new()),
            queue,
            task_type,
            arguments: arguments.unwrap_or(Json::object([])),
        };
        state_machine::create(call.app, tables, new).map_err(Invalid::reported)
    })?;
    Ok(published(call, created))
}

/// Creates a copy of any user's instance. Every reason against it gives an error page.
pub(super) fn clone(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    let user = call.user()?;
    let created = call.app.store.with(|tables| {
        let uuid = Uuid::try_parse(key).map_err(|_| reply::server_error())?;
        let original = tables.instances(class).get(uuid).ok_or_else(reply::server_error)?;
        let new = New {
            class,
            user: Arc::clone(user),
            name: original.name.clone(),
            queue: tables.queue(original.task_queue).cloned().ok_or_else(reply::server_error)?,
            task_type: tables
                .task_type(class, original.task_type)
                .cloned()
                .ok_or_else(reply::server_error)?,
            arguments: original.arguments.clone(),
        };
        state_machine::create(call.app, tables, new).map_err(|_| reply::server_error())
    })?;
    Ok(published(call, created))
}

/// Publishes the job and answers with the instance as it was before.
fn published(call: &Call<'_>, (instance, job): (TaskInstance, Job)) -> Reply {
    if let Some(state) = &call.stuck_in {
        call.app.held.hold(instance.uuid, state.clone());
    }
    state_machine::publish(call.app, job);
    rows::shown(call, StatusCode::CREATED, &instance)
}

/// Revokes a job, and only then looks for its instance: an instance of the other class is revoked although
/// the answer is an error page.
pub(super) fn terminate(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    let uuid = Uuid::try_parse(key).map_err(|_| reply::server_error())?;
    // The row is read first: the real server revokes later, so its answer shows the state before.
    let row = call.app.store.read(|tables| tables.instances(class).get(uuid).cloned());
    call.app.broker.revoke(uuid);
    let row = row.ok_or_else(reply::server_error)?;
    Ok(rows::shown(call, StatusCode::ACCEPTED, &*row))
}
