//! Whitelists of task types.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{Method, StatusCode};

use super::rows;
use crate::http::reply::Reply;
use crate::saltant::call::Call;
use crate::saltant::filters;
use crate::saltant::permissions;
use crate::saltant::reply;
use crate::saltant::store::{Class, Tables, Whitelist};
use crate::saltant::validation::fields::{Fields, Text};

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let size = call.app.page_sizes.others;
    rows::list(call, filters::TASK_WHITELISTS, size, |tables| Box::new(tables.whitelists.iter()))
}

pub(super) fn get(call: &Call<'_>, key: &str) -> Result<Reply, Reply> {
    call.app.store.read(|tables| rows::one(call, tables.whitelist(rows::id(key))))
}

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.app.store.with(|tables| {
        let row = Whitelist {
            id: tables.whitelists.next_id(),
            user: Arc::clone(&user.username),
            name: String::new(),
            description: String::new(),
            container_types: BTreeSet::new(),
            executable_types: BTreeSet::new(),
        };
        let row = written(call, tables, row)?;
        let row = tables.whitelists.put(row);
        Ok(rows::shown(call, StatusCode::CREATED, &*row))
    })
}

pub(super) fn update(call: &Call<'_>, key: &str) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.app.store.with(|tables| {
        let row = tables.whitelist(rows::id(key)).ok_or_else(reply::not_found)?;
        permissions::may_change(user, Some(&row.user))?;
        let row = written(call, tables, (**row).clone())?;
        let row = tables.whitelists.put(row);
        Ok(rows::shown(call, StatusCode::OK, &*row))
    })
}

/// The row with the fields of the request; other fields stay as they are.
fn written(call: &Call<'_>, tables: &Tables, row: Whitelist) -> Result<Whitelist, Reply> {
    let input = call.input()?;
    let mut fields = Fields::new(&input, call.method == Method::PATCH)?;
    let taken = |name: &str| tables.whitelists.iter().any(|other| other.id != row.id && other.name == name);
    let name = Text {
        required: true,
        longest: Some(50),
        unique: Some(("task whitelist", &taken)),
        ..Text::default()
    };
    let name = fields.text("name", &name);
    let description = fields.text("description", &Text { blank: true, ..Text::default() });
    let container_types = fields
        .keys("whitelisted_container_task_types", |id| tables.task_type(Class::Container, id).is_some());
    let executable_types = fields
        .keys("whitelisted_executable_task_types", |id| tables.task_type(Class::Executable, id).is_some());
    fields.finish()?;
    Ok(Whitelist {
        id: row.id,
        name: name.unwrap_or(row.name),
        description: description.unwrap_or(row.description),
        container_types: container_types.unwrap_or(row.container_types),
        executable_types: executable_types.unwrap_or(row.executable_types),
        user: row.user,
    })
}
