//! The views: what each path does, resource by resource.

mod description;
mod root;
mod status;
mod task_instances;
mod task_queues;
mod task_types;
mod task_whitelists;
mod tokens;
mod users;

use std::sync::Arc;

use axum::http::{Method, StatusCode};

use crate::call::Call;
use crate::filters;
use crate::paging::Page;
use crate::reply::Reply;
use crate::routes::{Resource, View};
use crate::store::{Row, Tables};
use crate::validation::keys::Key;

/// Answers a request whose method the view has.
pub(crate) fn answer(call: &Call<'_>, view: &View) -> Result<Reply, Reply> {
    if call.method == Method::OPTIONS {
        return Ok(root::metadata(view));
    }
    match (view, call.method) {
        (View::Root, _) => Ok(root::root(call)),
        (View::Description(form), _) => Ok(description::answer(call, *form)),
        (View::ObtainToken, _) => tokens::obtain(call),
        (View::RefreshToken, _) => tokens::refresh(call),
        (View::UpdateStatus(uuid), _) => status::update(call, uuid),
        (View::Clone(class, uuid), _) => task_instances::clone(call, *class, uuid),
        (View::Terminate(class, uuid), _) => task_instances::terminate(call, *class, uuid),
        (View::List(resource), &Method::POST) => match *resource {
            Resource::TaskQueues => task_queues::create(call),
            Resource::TaskWhitelists => task_whitelists::create(call),
            Resource::TaskTypes(class) => task_types::create(call, class),
            Resource::TaskInstances(class) => task_instances::create(call, class),
            Resource::Users => Err(Reply::server_error()),
        },
        (View::List(resource), _) => match *resource {
            Resource::Users => users::list(call),
            Resource::TaskQueues => task_queues::list(call),
            Resource::TaskWhitelists => task_whitelists::list(call),
            Resource::TaskTypes(class) => task_types::list(call, class),
            Resource::TaskInstances(class) => task_instances::list(call, class),
        },
        (View::Detail(resource, key), &(Method::PUT | Method::PATCH)) => match *resource {
            Resource::TaskQueues => task_queues::update(call, key),
            Resource::TaskWhitelists => task_whitelists::update(call, key),
            Resource::TaskTypes(class) => task_types::update(call, class, key),
            Resource::Users | Resource::TaskInstances(_) => Err(Reply::server_error()),
        },
        (View::Detail(resource, key), _) => match *resource {
            Resource::Users => users::get(call, key),
            Resource::TaskQueues => task_queues::get(call, key),
            Resource::TaskWhitelists => task_whitelists::get(call, key),
            Resource::TaskTypes(class) => task_types::get(call, class, key),
            Resource::TaskInstances(class) => task_instances::get(call, class, key),
        },
    }
}

/// Answers with a page of the rows that the request's filters leave.
fn list<R: Row>(
    call: &Call<'_>,
    fields: filters::Fields,
    default_size: usize,
    rows: impl for<'t> FnOnce(&'t Tables) -> Vec<&'t Arc<R>>,
) -> Result<Reply, Reply> {
    let zone = call.zone();
    let (page, rows) = call.app.store.with(|tables| {
        let conditions = filters::read(fields, &call.query, &zone, tables)?;
        let mut matching = rows(tables);
        matching.retain(|row| conditions.hold(&***row));
        let page = Page::find(&call.query, matching.len(), default_size)?;
        let rows: Vec<Arc<R>> = matching[page.rows.clone()].iter().copied().map(Arc::clone).collect();
        Ok((page, rows))
    })?;
    // The rows are written out after the lock is released.
    let results = rows.iter().map(|row| row.to_json(&zone)).collect();
    Ok(Reply::data(StatusCode::OK, page.answer(&call.here, &call.query, results)))
}

/// Answers with one row, if there is one.
fn one<R: Row>(call: &Call<'_>, row: Option<&Arc<R>>) -> Result<Reply, Reply> {
    row.map(|row| shown(call, StatusCode::OK, &**row)).ok_or_else(Reply::not_found)
}

/// Answers with a row.
fn shown(call: &Call<'_>, status: StatusCode, row: &impl Row) -> Reply {
    Reply::data(status, row.to_json(&call.zone()))
}

/// The id in a path; whatever is none, is no row's.
fn id(key: &str) -> u64 {
    Key::read(key).id().unwrap_or(0)
}
