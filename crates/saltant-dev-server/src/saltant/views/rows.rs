//! Answers made of rows.

use std::ops::Range;
use std::sync::Arc;

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::saltant::call::Call;
use crate::saltant::filters;
use crate::saltant::paging::Page;
use crate::saltant::reply;
use crate::saltant::store::{Row, Tables};
use crate::saltant::validation::keys::Key;

/// The rows of a table in the order in which lists show them.
pub(super) type Rows<'t, R> = Box<dyn ExactSizeIterator<Item = &'t Arc<R>> + 't>;

/// Answers with a page of the rows that the request's filters leave.
pub(super) fn list<R: Row>(
    call: &Call<'_>,
    fields: filters::Fields,
    default_size: usize,
    rows: impl for<'t> FnOnce(&'t Tables) -> Rows<'t, R>,
) -> Result<Reply, Reply> {
    let zone = call.zone();
    let (page, rows) = call.app.store.read(|tables| {
        let conditions = filters::read(fields, &call.query, &zone, tables)?;
        let rows = rows(tables);
        if conditions.are_none() {
            // Only the rows of the page are looked at.
            let page = Page::find(&call.query, rows.len(), default_size)?;
            let Range { start, end } = page.rows.clone();
            let rows: Vec<Arc<R>> = rows.skip(start).take(end - start).cloned().collect();
            return Ok((page, rows));
        }
        let matching: Vec<&Arc<R>> = rows.filter(|row| conditions.hold(&***row)).collect();
        let page = Page::find(&call.query, matching.len(), default_size)?;
        let rows = matching[page.rows.clone()].iter().copied().map(Arc::clone).collect();
        Ok((page, rows))
    })?;
    // The rows are written out after the lock is released.
    let results = rows.iter().map(|row| row.to_json(&zone)).collect();
    Ok(Reply::json(StatusCode::OK, page.answer(&call.here, &call.query, results)))
}

/// Answers with a row, or with a 404 without one.
pub(super) fn one<R: Row>(call: &Call<'_>, row: Option<&Arc<R>>) -> Result<Reply, Reply> {
    row.map(|row| shown(call, StatusCode::OK, &**row)).ok_or_else(reply::not_found)
}

/// Answers with a row.
pub(super) fn shown(call: &Call<'_>, status: StatusCode, row: &impl Row) -> Reply {
    Reply::json(status, row.to_json(&call.zone()))
}

/// The id in a path; 0, which no row has, if it is not a number.
pub(super) fn id(key: &str) -> u64 {
    Key::read(key).id().unwrap_or(0)
}
