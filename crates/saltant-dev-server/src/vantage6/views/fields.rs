//! Reading the values of a body that has been validated.

use crate::json::Json;
use crate::vantage6::validation::as_number;

/// A text.
pub(super) fn text<'a>(data: &'a Json, name: &str) -> Option<&'a str> {
    data.get(name).and_then(Json::as_str)
}

/// An id. A negative one is an id that no row has.
pub(super) fn id(data: &Json, name: &str) -> Option<u64> {
    data.get(name).and_then(as_number).map(|number| u64::try_from(number).unwrap_or(0))
}

/// A list of ids.
pub(super) fn ids(data: &Json, name: &str) -> Option<Vec<u64>> {
    let Some(Json::Array(items)) = data.get(name) else { return None };
    Some(items.iter().filter_map(as_number).filter_map(|number| u64::try_from(number).ok()).collect())
}

/// Whether a value is true as Python sees it: not nothing, empty, zero or false.
pub(super) fn is_true(data: &Json, name: &str) -> bool {
    match data.get(name) {
        None | Some(Json::Null | Json::Bool(false)) => false,
        Some(Json::Number(text)) => text != "0",
        Some(Json::String(text)) => !text.is_empty(),
        Some(_) => true,
    }
}
