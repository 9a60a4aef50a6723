//! The views: what each path does.

pub(crate) mod algorithm_stores;
pub(crate) mod blobs;
pub(crate) mod collaborations;
mod fields;
pub(crate) mod kill;
pub(crate) mod members;
pub(crate) mod meta;
pub(crate) mod nodes;
pub(crate) mod organizations;
pub(crate) mod passwords;
pub(crate) mod ports;
pub(crate) mod roles;
pub(crate) mod rules;
pub(crate) mod runs;
pub(crate) mod studies;
pub(crate) mod task_create;
pub(crate) mod tasks;
pub(crate) mod tokens;
pub(crate) mod users;
