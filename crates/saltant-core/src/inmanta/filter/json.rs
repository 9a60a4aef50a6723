//! Filters from and to JSON: an object of keys, each with a value or a list of values. Inmanta's Python
//! client takes the same, unchecked.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use saltant_types::inmanta::LogLevel;
use saltant_types::schema::{FilterKey, HasSchema as _, Schema};

use super::{Filterable, ListFilter, checked};

/// The key of conditions that are sent unchecked.
const UNCHECKED: &str = "unchecked";

impl<R: Filterable> Serialize for ListFilter<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (mut known, mut unchecked) = (Map::new(), BTreeMap::<&str, Vec<&str>>::new());
        for (key, value) in &self.conditions {
            if R::KEYS.iter().any(|known| known.name == *key) {
                let values = known.entry(&**key).or_insert_with(|| Value::Array(Vec::new()));
                values.as_array_mut().into_iter().for_each(|values| values.push(value.as_str().into()));
            } else {
                unchecked.entry(key).or_default().push(value);
            }
        }
        if !unchecked.is_empty() {
            let unchecked = serde_json::to_value(unchecked).map_err(serde::ser::Error::custom)?;
            known.insert(UNCHECKED.to_owned(), unchecked);
        }
        known.serialize(serializer)
    }
}

/// `{"status": ["deployed", "!failed"], "agent": "web"}`; keys that are not checked are in an object named
/// `unchecked`.
impl<'de, R: Filterable> Deserialize<'de> for ListFilter<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut filter = Self::new();
        for (key, value) in Map::deserialize(deserializer)? {
            if key == UNCHECKED {
                for (key, value) in Map::deserialize(value).map_err(D::Error::custom)? {
                    for text in plain_texts(&value).map_err(D::Error::custom)? {
                        filter = filter.with(key.clone(), text);
                    }
                }
                continue;
            }
            let Some(known) = R::KEYS.iter().find(|known| known.name == key) else {
                let there_are: Vec<_> = R::KEYS.iter().map(|known| known.name).collect();
                let text = format!("there is no filter `{key}`; there are: {}", there_are.join(", "));
                return Err(D::Error::custom(text));
            };
            let values = plain_texts(&value).and_then(|values| check(known, values));
            for value in values.map_err(|why| D::Error::custom(format!("{key}: {why}")))? {
                filter = filter.with(known.name, value);
            }
        }
        Ok(filter)
    }
}

/// Refuses what the server would refuse.
fn check(key: &FilterKey, mut values: Vec<String>) -> Result<Vec<String>, String> {
    if values.is_empty() {
        return Err("an empty list would be no filter at all".to_owned());
    }
    for value in &values {
        checked(value)?;
    }
    let has_bound = |value: &String| key.lookups.iter().any(|word| value.starts_with(word));
    if key.schema == LogLevel::SCHEMA && values.len() > 1 {
        return Err("it is one level".to_owned());
    }
    if key.schema == Schema::Flag {
        for value in &mut values {
            value.make_ascii_lowercase();
        }
        if values.len() > 1 || values.iter().any(|value| value != "true" && value != "false") {
            return Err("it is true or false, once".to_owned());
        }
    }
    // The empty lookup begins every text.
    if !values.iter().all(has_bound) {
        return Err(format!("a condition begins with one of {}", key.lookups.join(", ")));
    }
    Ok(values)
}

/// The texts of a plain value or of a list of such.
fn plain_texts(value: &Value) -> Result<Vec<String>, String> {
    let plain = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        _ => Err("a value is a text, a number, true or false".to_owned()),
    };
    match value {
        Value::Array(values) => values.iter().map(plain).collect(),
        value => plain(value).map(|text| vec![text]),
    }
}

#[cfg(test)]
mod tests {
    use saltant_types::inmanta::{CompileReport, LatestReleasedResource, ReleasedResourceState};
    use serde_json::json;

    use super::*;
    use crate::inmanta::{
        Bound, CompileReportFilter, DesiredStateVersionFilter, ListCompiles, ListResources, Not,
        ResourceFilter,
    };
    use crate::operation::Operation as _;

    fn query(request: Result<http::Request<crate::Body>, crate::Error>) -> String {
        request.unwrap().uri().query().unwrap_or_default().to_owned()
    }

    fn read<R: Filterable>(filter: Value) -> Result<ListFilter<R>, String> {
        serde_json::from_value(filter).map_err(|error| error.to_string())
    }

    #[test]
    fn each_bound_has_its_own_word() {
        let filter = DesiredStateVersionFilter::new()
            .version(Bound::above(1.into()))
            .version(Bound::at_most(7.into()));
        let filter = filter.version(Bound::at_least(2.into())).version(Bound::below(8.into()));
        assert_eq!(
            serde_json::to_value(filter).unwrap(),
            json!({"version": ["gt:1", "le:7", "ge:2", "lt:8"]})
        );
    }

    #[test]
    fn typed_conditions_are_written_as_the_server_takes_them() {
        use saltant_types::inmanta::ReleasedResourceState::{Deployed, Orphaned};

        let base = "http://localhost".parse().unwrap();
        let filter = ResourceFilter::new().agent("a b").agent("c").status(Deployed).status(Not(Orphaned));
        assert_eq!(
            query(ListResources::new().filter(filter).to_request(&base)),
            "filter.agent=a%20b&filter.agent=c&filter.status=deployed&filter.status=%21orphaned"
        );
        let (from, to) =
            ("2026-11-21T00:39:03.5Z".parse().unwrap(), "2026-11-21T02:39:03+02:00".parse().unwrap());
        let filter = CompileReportFilter::new().success(true).success(false);
        let filter = filter.requested(Bound::at_least(from)).requested(Bound::below(to));
        assert_eq!(
            query(ListCompiles::new().filter(filter).to_request(&base)),
            "filter.success=false&filter.requested=ge%3A2026-11-21T00%3A39%3A03.5Z\
             &filter.requested=lt%3A2026-11-21T00%3A39%3A03Z"
        );
    }

    #[test]
    fn conditions_survive_a_round_trip_and_lists_may_be_single_values() {
        let given = json!({"agent": ["a"], "status": ["!failed", "dry"], "unchecked": {"new": ["1", "2"]}});
        let filter = read::<LatestReleasedResource>(given.clone()).unwrap();
        assert_eq!(serde_json::to_value(&filter).unwrap(), given);
        assert_eq!(
            read::<CompileReport>(json!({"success": "True"})),
            Ok(CompileReportFilter::new().success(true))
        );
    }

    #[test]
    fn what_the_server_refuses_is_refused_before() {
        let unknown = read::<LatestReleasedResource>(json!({"state": "dry"})).unwrap_err();
        let there_are = "there are: resource_type, agent, resource_id_value, status";
        assert!(unknown.contains(there_are), "{unknown}");
        for wrong in [
            json!({"success": "perhaps"}),
            json!({"success": [true, false]}),
            json!({"requested": "2026-11-21"}),
            json!({"requested": null}),
        ] {
            assert!(read::<CompileReport>(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn p9_an_empty_condition_is_refused_typed_and_by_name() {
        let base = "http://localhost".parse().unwrap();
        let refused = |filter| {
            let error = ListResources::new().filter(filter).to_request(&base).unwrap_err().to_string();
            assert!(error.contains("matches everything"), "{error}");
        };
        refused(ResourceFilter::new().agent(""));
        refused(ResourceFilter::new().agent("web").resource_type(""));
        refused(ResourceFilter::new().status(ReleasedResourceState::from("")));
        refused(ResourceFilter::new().status(Not(ReleasedResourceState::from(""))));
        for filter in [
            json!({"agent": ""}),
            json!({"agent": ["web", ""]}),
            json!({"agent": []}),
            json!({"status": "!"}),
            json!({"agent": null}),
        ] {
            let error = read::<LatestReleasedResource>(filter.clone()).unwrap_err();
            assert!(error.starts_with("agent: ") || error.starts_with("status: "), "{filter}: {error}");
        }
        // What is unchecked goes as it is.
        let filter = ResourceFilter::new().unchecked("new", "");
        assert_eq!(query(ListResources::new().filter(filter).to_request(&base)), "filter.new=");
    }
}
