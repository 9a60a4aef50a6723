//! Pages of lists, their order, and search terms such as `status.eq=RUNNING` or `name.like=*wc*`.

use std::cmp::Ordering;

use jiff::Timestamp;

use crate::agave::call::Call;
use crate::json::Json;

/// Items on a page if the request does not say, and the most that it may say.
const PAGE: usize = 100;
const LARGEST_PAGE: usize = 250;

/// Query parameters that are not search terms in any service.
const RESERVED: &[&str] =
    &["limit", "offset", "naked", "pretty", "filter", "order", "orderBy", "x-nonce", "privileged"];

/// The items that match the search terms of the query, in its order, on the page that it asks for.
///
/// `own` are the query parameters that mean something else to the service.
pub(crate) fn page(call: &Call, mut items: Vec<Json>, own: &[&str]) -> Vec<Json> {
    let terms = call
        .query
        .iter()
        .filter(|(key, _)| !RESERVED.contains(&key.as_str()) && !own.contains(&key.as_str()));
    for (key, value) in terms {
        let term = Term::new(key, value);
        items.retain(|item| term.matches(item));
    }
    if let Some(field) = call.param("orderBy") {
        items.sort_by(|a, b| compare(&scalar(a.at(field)), &scalar(b.at(field))));
        if call.param("order").is_some_and(|order| order.eq_ignore_ascii_case("desc")) {
            items.reverse();
        }
    } else if call.param("order").is_some_and(|order| order.eq_ignore_ascii_case("asc")) {
        items.reverse();
    }
    slice(call, items, LARGEST_PAGE)
}

/// The part of a list that the query asks for.
pub(crate) fn slice(call: &Call, items: Vec<Json>, largest: usize) -> Vec<Json> {
    let number = |name| call.param(name).and_then(|text| text.parse::<usize>().ok());
    let limit = number("limit").unwrap_or(PAGE).min(largest);
    items.into_iter().skip(number("offset").unwrap_or(0)).take(limit).collect()
}

struct Term<'a> {
    field: &'a str,
    operator: &'a str,
    value: &'a str,
}

impl<'a> Term<'a> {
    fn new(key: &'a str, value: &'a str) -> Self {
        const OPERATORS: &[&str] = &[
            "eq", "neq", "lt", "lte", "gt", "gte", "in", "nin", "like", "nlike", "rlike", "between", "on",
            "before", "after",
        ];
        match key.rsplit_once('.') {
            Some((field, operator)) if OPERATORS.contains(&operator) => Self { field, operator, value },
            _ => Self { field: key, operator: "eq", value },
        }
    }

    fn matches(&self, item: &Json) -> bool {
        let found = scalar(item.at(self.field));
        let order = || compare(&found, self.value);
        let listed = || self.value.split(',').any(|value| compare(&found, value).is_eq());
        match self.operator {
            "neq" => order().is_ne(),
            "lt" | "before" => order().is_lt(),
            "lte" => order().is_le(),
            "gt" | "after" => order().is_gt(),
            "gte" => order().is_ge(),
            "in" => listed(),
            "nin" => !listed(),
            "like" => like(&found, self.value),
            "nlike" => !like(&found, self.value),
            "rlike" => regex::Regex::new(self.value).is_ok_and(|pattern| pattern.is_match(&found)),
            "between" => self
                .value
                .split_once(',')
                .is_some_and(|(low, high)| compare(&found, low).is_ge() && compare(&found, high).is_le()),
            "on" => found.get(..10) == self.value.get(..10),
            _ if self.value.contains('*') => like(&found, self.value),
            _ => order().is_eq(),
        }
    }
}

/// The text that is compared.
fn scalar(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_text(),
    }
}

/// Compares as numbers, as times, or as texts.
fn compare(a: &str, b: &str) -> Ordering {
    if let (Ok(a), Ok(b)) = (a.parse::<f64>(), b.parse::<f64>()) {
        return a.total_cmp(&b);
    }
    match (moment(a), moment(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.cmp(b),
    }
}

/// A time, or the first moment of a day.
fn moment(text: &str) -> Option<Timestamp> {
    let day = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    text.parse().ok().or_else(|| day().map(|day| day.timestamp()))
}

/// Whether a text fits a pattern in which `*` stands for any text; case does not matter.
fn like(text: &str, pattern: &str) -> bool {
    let parts: Vec<_> = pattern.split('*').map(regex::escape).collect();
    regex::Regex::new(&format!("(?is)^{}$", parts.join(".*"))).is_ok_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_compare_numbers_times_and_texts() {
        let item = Json::object([
            ("name", "wc-demo".into()),
            ("nodes", 9_usize.into()),
            ("created", "2018-07-10T12:28:01.000-05:00".into()),
            ("inner", Json::object([("deep.er", "x".into()), ("a", true.into())])),
        ]);
        for (key, value, expected) in [
            ("name", "wc-demo", true),
            ("name.like", "*DEMO", true),
            ("name.nlike", "*demo", false),
            ("name.rlike", "^wc", true),
            ("name.rlike", "(", false),
            ("name.in", "a,wc-demo", true),
            ("name.nin", "a,wc-demo", false),
            ("nodes.lt", "10", true),
            ("nodes.between", "2,8", false),
            ("created.after", "2018-07-10", true),
            ("created.before", "2018-07-10T17:28:02Z", true),
            ("created.on", "2018-07-10", true),
            ("inner.a", "true", true),
            ("inner.unknown", "", true),
            ("name.neq", "x", true),
        ] {
            assert_eq!(Term::new(key, value).matches(&item), expected, "{key}={value}");
        }
    }
}
