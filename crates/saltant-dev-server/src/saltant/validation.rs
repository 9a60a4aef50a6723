//! The checks of a request: first of its fields ([`fields`] and [`keys`]), as the real server's serializers
//! make them, then of the row that results, as its models make them ([`task_type`] and [`instance`]).

pub(crate) mod fields;
pub(crate) mod instance;
pub(crate) mod keys;
pub(crate) mod model;
pub(crate) mod task_type;
