//! Filters from and to JSON: an object of lookups, as saltant-py takes them, but checked.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use saltant_types::Timestamp;
use saltant_types::schema::{FilterKey, Schema};

use super::lookup::{checked, checked_year};
use super::{Comparison, Filterable, ListFilter};

/// Where parameters stand that are sent as they are.
const UNCHECKED: &str = "unchecked";

impl<R> Serialize for ListFilter<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, comparison) in &self.conditions {
            let value = comparison.value.as_ref().map_err(serde::ser::Error::custom)?;
            map.serialize_entry(&format!("{name}{}", comparison.suffix), value)?;
        }
        if !self.unchecked.is_empty() {
            let pairs: BTreeMap<_, _> = self.unchecked.iter().map(|(name, value)| (name, value)).collect();
            map.serialize_entry(UNCHECKED, &pairs)?;
        }
        map.end()
    }
}

/// `{"name__startswith": "gpu", "active": true}`; parameters that are to go unchecked stand in an object
/// named `unchecked`.
impl<'de, R: Filterable> Deserialize<'de> for ListFilter<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut filter = Self::new();
        for (name, value) in serde_json::Map::deserialize(deserializer)? {
            if name == UNCHECKED {
                let pairs = serde_json::Map::deserialize(value).map_err(D::Error::custom)?;
                for (name, value) in pairs {
                    let text = plain(&value)
                        .ok_or_else(|| D::Error::custom("a value has to be a text or number"))?;
                    filter = filter.unchecked(name, text);
                }
                continue;
            }
            let (key, suffix) = find(R::KEYS, &name).map_err(D::Error::custom)?;
            let value =
                text(key, suffix, &value).map_err(|why| D::Error::custom(format!("{name}: {why}")))?;
            filter = filter.with(key.name, Comparison { suffix, value: Ok(value) });
        }
        Ok(filter)
    }
}

/// The key and the lookup that a parameter's name says.
fn find(keys: &'static [FilterKey], name: &str) -> Result<(&'static FilterKey, &'static str), String> {
    let mut close = Vec::new();
    for key in keys {
        for suffix in key.lookups {
            if name.strip_prefix(key.name) == Some(suffix) {
                return Ok((key, suffix));
            }
        }
        if name.split("__").next() == key.name.split("__").next() {
            close.extend(key.lookups.iter().map(|suffix| format!("{}{suffix}", key.name)));
        }
    }
    let fields = || keys.iter().map(|key| key.name.to_owned()).collect();
    let there_are: Vec<String> = if close.is_empty() { fields() } else { close };
    Err(format!("there is no filter `{name}`; there are: {}", there_are.join(", ")))
}

/// The value of a lookup as it is sent.
fn text(key: &FilterKey, suffix: &str, value: &Value) -> Result<String, String> {
    if key.schema == Schema::Flag {
        return match plain(value).map(|text| text.to_ascii_lowercase()).as_deref() {
            Some("true" | "1") => Ok("true".to_owned()),
            Some("false" | "0") => Ok("false".to_owned()),
            _ => Err("it has to be true or false: the server ignores anything else".to_owned()),
        };
    }
    if !matches!(suffix, "__in" | "__range") {
        if value.is_array() {
            return Err("only `__in` and `__range` take a list".to_owned());
        }
        let text = plain(value).ok_or("it has to be a text, a number, true or false")?;
        return one(key, suffix, text);
    }
    let texts: Option<Vec<_>> = match value {
        Value::Array(items) => items.iter().map(plain).collect(),
        // A list as the server takes it.
        other => plain(other).map(|text| text.split(',').map(|item| item.trim().to_owned()).collect()),
    };
    let texts = texts.ok_or("a list holds texts and numbers")?;
    let texts: Vec<_> = texts.into_iter().map(|text| one(key, suffix, text)).collect::<Result<_, _>>()?;
    if suffix == "__range" && texts.len() != 2 {
        return Err("a range has two ends".to_owned());
    }
    Comparison::list(texts).value
}

/// A single value as it is sent: what the server would ignore, or answer with an error, is refused.
fn one(key: &FilterKey, suffix: &str, text: String) -> Result<String, String> {
    match key.schema {
        Schema::Time if suffix == "__year" => checked_year(&text),
        // A text without an offset is in the server's time zone, so the text stays as it is.
        Schema::Time if text.parse::<Timestamp>().is_err() || !text.contains(':') => {
            Err(format!("{text:?} is not a date and time such as 2026-11-21T10:20:00Z"))
        }
        Schema::Id { of: Schema::Integer, .. } if text.parse::<u64>().is_err() => {
            Err(format!("{text:?} is not an id: it has to be a whole number"))
        }
        _ => checked(text),
    }
}

/// The text of a plain value.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use saltant_types::saltant::{Executable, TaskInstance, TaskQueue};
    use serde_json::json;

    use super::*;

    fn query<R: Filterable>(filter: Value) -> Result<String, String> {
        let filter: ListFilter<R> = serde_json::from_value(filter).map_err(|error| error.to_string())?;
        let base = "http://localhost".parse().unwrap();
        let mut encoder = crate::Encoder::new(<crate::saltant::GetUser as crate::Declared>::METADATA, &base);
        crate::QueryGroup::encode(&filter, &mut encoder).map_err(|error| error.to_string())?;
        Ok(format!("{encoder:?}").split('"').find_map(|part| part.split_once('?')).unwrap().1.to_owned())
    }

    #[test]
    fn known_lookups_are_taken_and_others_refused_with_what_there_is() {
        type Instance = TaskInstance<Executable>;
        assert_eq!(
            query::<Instance>(
                json!({"name__in": ["a b", 2], "task_type": 3, "datetime_created__year": 2026})
            ),
            Ok("datetime_created__year=2026&name__in=a%20b%2C2&task_type=3".to_owned())
        );
        let unknown = query::<Instance>(json!({"user__in": [1]})).unwrap_err();
        assert!(unknown.contains("there is no filter `user__in`; there are: user__username, "), "{unknown}");
        let unknown = query::<Instance>(json!({"ordering": "name"})).unwrap_err();
        assert!(unknown.contains("there are: name, state, "), "{unknown}");
        assert!(query::<Instance>(json!({"name__in": ["a,b"]})).unwrap_err().contains("comma"));
    }

    #[test]
    fn a_flag_that_the_server_would_ignore_is_refused() {
        assert_eq!(query::<TaskQueue>(json!({"active": "True"})), Ok("active=true".to_owned()));
        assert!(query::<TaskQueue>(json!({"active": "yes"})).unwrap_err().contains("ignores"));
    }

    #[test]
    fn p9_a_text_that_the_server_would_ignore_or_trim_is_refused_by_name() {
        type Instance = TaskInstance<Executable>;
        for name in
            ["name", "state", "name__in", "name__contains", "name__regex", "user__username__startswith"]
        {
            for text in ["", " ", "\t\u{1c}", "a ", " a", "a\u{a0}"] {
                if name == "name__in" && text.contains('a') {
                    continue;
                }
                let refused = query::<Instance>(json!({ name: text })).unwrap_err();
                assert!(refused.contains("the server"), "{name}={text:?}: {refused}");
            }
        }
        for list in [json!([]), json!([""]), json!(["a", " "]), json!(["a "]), json!("a,"), json!(null)] {
            query::<Instance>(json!({ "name__in": list })).unwrap_err();
        }
        assert_eq!(query::<Instance>(json!({"name__in": "a, b c"})), Ok("name__in=a%2Cb%20c".to_owned()));
        assert_eq!(query::<Instance>(json!({"name": "b c"})), Ok("name=b%20c".to_owned()));
    }

    #[test]
    fn p9_a_time_that_the_server_does_not_take_is_refused_by_name() {
        type Instance = TaskInstance<Executable>;
        let created = |lookup: &str, value: Value| {
            query::<Instance>(json!({ format!("datetime_created{lookup}"): value }))
        };
        for year in [json!(0), json!(-1), json!(10_000), json!(2026.5), json!("soon"), json!("")] {
            created("__year", year).unwrap_err();
        }
        for time in ["", "yesterday", "2026-11-21", "2026-13-01T00:00:00Z", "1795000000"] {
            for lookup in ["", "__lt", "__lte", "__gt", "__gte"] {
                created(lookup, json!(time)).unwrap_err();
            }
        }
        let time = "2026-11-21T10:20:00Z";
        for range in [
            json!(time),
            json!(""),
            json!(format!("{time},")),
            json!([time]),
            json!([time, time, time]),
            json!([time, "x"]),
        ] {
            created("__range", range).unwrap_err();
        }
        let range = Ok(format!("datetime_created__range={0}%2C{0}", time.replace(':', "%3A")));
        assert_eq!(created("__range", json!([time, time])), range);
        assert_eq!(created("__range", json!(format!("{time},{time}"))), range);
        assert_eq!(
            created("__gt", json!("2026-11-21 10:20")),
            Ok("datetime_created__gt=2026-11-21%2010%3A20".to_owned())
        );
    }

    #[test]
    fn p9_an_id_that_is_no_number_is_refused_by_name() {
        type Instance = TaskInstance<Executable>;
        for id in [json!(""), json!("x"), json!(-1), json!(1.5)] {
            query::<Instance>(json!({ "task_type": id })).unwrap_err();
            query::<Instance>(json!({ "task_queue__in": [1, id] })).unwrap_err();
        }
    }

    #[test]
    fn unchecked_parameters_go_as_they_are_and_survive_a_round_trip() {
        let given = json!({"name": "n", "unchecked": {"user__in": "1,2"}});
        let filter: ListFilter<TaskQueue> = serde_json::from_value(given.clone()).unwrap();
        assert_eq!(serde_json::to_value(&filter).unwrap(), given);
        assert_eq!(query::<TaskQueue>(given), Ok("name=n&user__in=1%2C2".to_owned()));
    }
}
