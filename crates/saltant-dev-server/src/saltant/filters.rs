//! The filters of the lists: which fields and lookups exist, and what each does.
//!
//! A parameter that is not in these tables is ignored, as on the real server, and so is an empty value.

mod conditions;
mod datetime;
mod fields;
mod pattern;
mod read;

pub(crate) use fields::{Fields, TASK_QUEUES, TASK_WHITELISTS, USERS, task_instances, task_types};
pub(crate) use read::read;
