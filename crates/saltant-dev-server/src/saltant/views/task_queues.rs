//! Task queues.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{Method, StatusCode};

use super::rows;
use crate::http::reply::Reply;
use crate::saltant::call::Call;
use crate::saltant::filters;
use crate::saltant::permissions;
use crate::saltant::reply;
use crate::saltant::store::{Tables, TaskQueue};
use crate::saltant::validation::fields::{Fields, Text};

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    rows::list(call, filters::TASK_QUEUES, call.app.page_sizes.others, |tables| {
        Box::new(tables.queues.iter())
    })
}

pub(super) fn get(call: &Call<'_>, key: &str) -> Result<Reply, Reply> {
    call.app.store.read(|tables| rows::one(call, tables.queue(rows::id(key))))
}

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.app.store.with(|tables| {
        let row = TaskQueue {
            id: tables.queues.next_id(),
            user: Arc::clone(&user.username),
            name: String::new(),
            description: String::new(),
            private: false,
            runs_executable_tasks: true,
            runs_docker_container_tasks: true,
            runs_singularity_container_tasks: true,
            active: true,
            whitelists: BTreeSet::new(),
        };
        let row = written(call, tables, row)?;
        let row = tables.queues.put(row);
        Ok(rows::shown(call, StatusCode::CREATED, &*row))
    })
}

pub(super) fn update(call: &Call<'_>, key: &str) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.app.store.with(|tables| {
        let row = tables.queue(rows::id(key)).ok_or_else(reply::not_found)?;
        permissions::may_change(user, Some(&row.user))?;
        let row = written(call, tables, (**row).clone())?;
        let row = tables.queues.put(row);
        Ok(rows::shown(call, StatusCode::OK, &*row))
    })
}

/// The row with the fields of the request; other fields stay as they are.
fn written(call: &Call<'_>, tables: &Tables, row: TaskQueue) -> Result<TaskQueue, Reply> {
    let input = call.input()?;
    let mut fields = Fields::new(&input, call.method == Method::PATCH)?;
    let taken = |name: &str| tables.queues.iter().any(|other| other.id != row.id && other.name == name);
    let name = Text {
        required: true,
        longest: Some(50),
        queue_name: true,
        unique: Some(("task queue", &taken)),
        ..Text::default()
    };
    let name = fields.text("name", &name);
    let description = fields.text("description", &Text { blank: true, ..Text::default() });
    let private = fields.flag("private");
    let runs_executable_tasks = fields.flag("runs_executable_tasks");
    let runs_docker_container_tasks = fields.flag("runs_docker_container_tasks");
    let runs_singularity_container_tasks = fields.flag("runs_singularity_container_tasks");
    let active = fields.flag("active");
    let whitelists = fields.keys("whitelists", |id| tables.whitelist(id).is_some());
    fields.finish()?;
    Ok(TaskQueue {
        id: row.id,
        name: name.unwrap_or(row.name),
        description: description.unwrap_or(row.description),
        private: private.unwrap_or(row.private),
        runs_executable_tasks: runs_executable_tasks.unwrap_or(row.runs_executable_tasks),
        runs_docker_container_tasks: runs_docker_container_tasks.unwrap_or(row.runs_docker_container_tasks),
        runs_singularity_container_tasks: runs_singularity_container_tasks
            .unwrap_or(row.runs_singularity_container_tasks),
        active: active.unwrap_or(row.active),
        whitelists: whitelists.unwrap_or(row.whitelists),
        user: row.user,
    })
}
