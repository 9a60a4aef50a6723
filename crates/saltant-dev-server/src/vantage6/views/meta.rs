//! The server's own version and health.

use crate::json::Json;
use crate::vantage6::app::VERSION;
use crate::vantage6::call::Call;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::store::Tables;

pub(crate) fn health(_: &Call<'_>, _: &mut Tables) -> Answer {
    reply::ok(Json::object([("database", true.into())]))
}

pub(crate) fn version(_: &Call<'_>, _: &mut Tables) -> Answer {
    reply::ok(Json::object([("version", VERSION.into())]))
}
