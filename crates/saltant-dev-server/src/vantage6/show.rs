//! Rows as answers show them.

mod accounts;
mod tasks;

pub(crate) use accounts::{
    collaboration, node, organization, organizations, role, rule, store, study, user, user_permissions,
};
pub(crate) use tasks::{port, result, run, task};

use crate::json::Json;

/// A link to one row of another kind: where it is, and what can be done with it.
fn link(path: &str, id: u64, methods: &[&str]) -> Json {
    Json::object([
        ("id", id.into()),
        ("link", format!("/api/{path}/{id}").into()),
        ("methods", methods.iter().copied().collect()),
    ])
}

/// A link to a row that can be changed.
fn changeable(path: &str, id: u64) -> Json {
    link(path, id, &["PATCH", "GET", "DELETE"])
}

/// The path of a list of rows that belong to this one.
fn list(path: &str, filter: &str, id: u64) -> Json {
    format!("/api/{path}?{filter}={id}").into()
}

/// Puts an object together from parts.
fn object(parts: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    Json::Object(parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
