//! Whitelists of task types.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::{Method, StatusCode};

use crate::call::Call;
use crate::filters;
use crate::permissions;
use crate::reply::Reply;
use crate::store::{Class, Tables, Whitelist, next_id, replace};
use crate::validation::{Fields, Text};
use crate::views;

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let size = call.app.page_sizes.others;
    views::list(call, filters::TASK_WHITELISTS, size, |tables| tables.whitelists.iter().collect())
}

pub(super) fn get(call: &Call<'_>, key: &str) -> Result<Reply, Reply> {
    call.app.store.with(|tables| views::one(call, tables.whitelist(views::id(key))))
}

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.app.store.with(|tables| {
        let row = Whitelist {
            id: next_id(&tables.whitelists),
            user: Arc::clone(&user.username),
            name: String::new(),
            description: String::new(),
            container_types: BTreeSet::new(),
            executable_types: BTreeSet::new(),
        };
        let row = Arc::new(written(call, tables, row)?);
        tables.whitelists.push(Arc::clone(&row));
        Ok(views::shown(call, StatusCode::CREATED, &*row))
    })
}

pub(super) fn update(call: &Call<'_>, key: &str) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.app.store.with(|tables| {
        let row = tables.whitelist(views::id(key)).ok_or_else(Reply::not_found)?;
        permissions::may_change(user, Some(&row.user))?;
        let row = written(call, tables, (**row).clone())?;
        let row = replace(&mut tables.whitelists, row.id, row);
        Ok(views::shown(call, StatusCode::OK, &*row))
    })
}

/// The row with what the request says; what it does not say stays as it is.
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
