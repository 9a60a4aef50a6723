//! A JSON value whose keys keep the order of the model.

use std::{fmt, io};

use saltant::catalog::AnyItem;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::Value;

/// What the service has answered: one thing, or an item of a list.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) value: Value,
    pub(super) text: String,
    keys: Keys,
}

impl Thing {
    /// Reads JSON.
    pub(super) fn read(text: String) -> io::Result<Self> {
        Ok(Self { value: serde_json::from_str(&text)?, keys: serde_json::from_str(&text)?, text })
    }

    pub(super) fn item(item: AnyItem) -> io::Result<Self> {
        Ok(Self { value: item.value, keys: serde_json::from_str(&item.text)?, text: item.text })
    }

    /// The items, if it is a list.
    pub(super) fn into_items(self) -> Result<Vec<Self>, Self> {
        match (self.value, self.keys) {
            (Value::Array(values), Keys::List(keys)) => Ok(values
                .into_iter()
                .zip(keys)
                .map(|(value, keys)| {
                    let text = serde_json::to_string(&Ordered { value: &value, keys: &keys, is_exact: true });
                    Self { text: text.unwrap_or_default(), value, keys }
                })
                .collect()),
            (value, keys) => Err(Self { value, keys, text: self.text }),
        }
    }

    /// The rows of a map with these levels of keys; `None` if it is not such a map.
    pub(super) fn rows(&self, levels: &[&str]) -> io::Result<Option<Vec<Self>>> {
        let mut rows = Vec::new();
        let is_map = collect(levels, self.ordered(), &[], &mut rows).is_some();
        is_map.then(|| rows.into_iter().map(Self::read).collect()).transpose()
    }

    /// The value under a key; `a.b` is the key `b` in the object `a`.
    pub(super) fn at(&self, path: &str) -> Option<&Value> {
        match self.value.get(path) {
            Some(value) => Some(value),
            None => path.split('.').try_fold(&self.value, |value, key| value.get(key)),
        }
    }

    /// All keys with their values, in the order of the model. Objects are resolved into `a.b`.
    pub(super) fn flat(&self) -> Vec<(String, &Value)> {
        let mut all = Vec::new();
        self.ordered().flatten("", &mut all);
        all
    }

    pub(super) fn pretty(&self) -> io::Result<String> {
        Ok(serde_json::to_string_pretty(&self.ordered())?)
    }

    /// For formats that know only the numbers of the machine.
    pub(super) fn plain(&self) -> Ordered<'_> {
        Ordered { is_exact: false, ..self.ordered() }
    }

    fn ordered(&self) -> Ordered<'_> {
        Ordered { value: &self.value, keys: &self.keys, is_exact: true }
    }
}

/// Adds the rows of a map as JSON, each with the keys above it.
fn collect(levels: &[&str], map: Ordered<'_>, above: &[String], rows: &mut Vec<String>) -> Option<()> {
    let Keys::Object(keys) = map.keys else { return None };
    let pair = |name: &str, value: &str| format!("{}:{value}", Value::from(name));
    let Some((level, deeper)) = levels.split_first() else {
        let own = keys.iter().map(|(name, keys)| {
            let value = serde_json::to_string(&map.with(map.value.get(name)?, keys)).ok()?;
            Some(pair(name, &value))
        });
        let pairs: Option<Vec<_>> = above.iter().cloned().map(Some).chain(own).collect();
        rows.push(format!("{{{}}}", pairs?.join(",")));
        return Some(());
    };
    keys.iter().try_for_each(|(name, keys)| {
        let above = [above, &[pair(level, &Value::from(name.as_str()).to_string())]].concat();
        collect(deeper, map.with(map.value.get(name)?, keys), &above, rows)
    })
}

/// The order of the keys of a JSON value.
#[derive(Debug)]
enum Keys {
    None,
    List(Vec<Keys>),
    Object(Vec<(String, Keys)>),
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Reader;

        /// What has no keys.
        macro_rules! scalars {
            ($($name:ident: $type:ty),*) => {
                $(fn $name<E>(self, _: $type) -> Result<Keys, E> { Ok(Keys::None) })*
            };
        }

        impl<'de> Visitor<'de> for Reader {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            scalars! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str }

            fn visit_unit<E>(self) -> Result<Keys, E> {
                Ok(Keys::None)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some(item) = list.next_element()? {
                    keys.push(item);
                }
                Ok(Keys::List(keys))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some(key) = object.next_key()? {
                    keys.push((key, object.next_value()?));
                }
                Ok(Keys::Object(keys))
            }
        }

        json.deserialize_any(Reader)
    }
}

/// A value that is written in the order of its keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ordered<'a> {
    value: &'a Value,
    keys: &'a Keys,
    /// Whether numbers keep all their digits. Only JSON can.
    is_exact: bool,
}

impl<'a> Ordered<'a> {
    fn with(self, value: &'a Value, keys: &'a Keys) -> Self {
        Self { value, keys, ..self }
    }

    fn flatten(self, name: &str, all: &mut Vec<(String, &'a Value)>) {
        match (self.value, self.keys) {
            (Value::Object(object), Keys::Object(keys)) if !object.is_empty() => {
                for (key, keys) in keys {
                    let Some(value) = object.get(key) else { continue };
                    let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                    self.with(value, keys).flatten(&name, all);
                }
            }
            (value, _) => all.push((name.to_owned(), value)),
        }
    }
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match (self.value, self.keys) {
            (Value::Object(object), Keys::Object(keys)) => {
                let mut map = out.serialize_map(Some(object.len()))?;
                for (key, keys) in keys {
                    if let Some(value) = object.get(key) {
                        map.serialize_entry(key, &self.with(value, keys))?;
                    }
                }
                map.end()
            }
            (Value::Array(values), Keys::List(keys)) => {
                let mut list = out.serialize_seq(Some(values.len()))?;
                for (value, keys) in values.iter().zip(keys) {
                    list.serialize_element(&self.with(value, keys))?;
                }
                list.end()
            }
            (Value::Number(number), _) if !self.is_exact => {
                match (number.as_i64(), number.as_u64(), number.as_f64()) {
                    (Some(number), ..) => out.serialize_i64(number),
                    (_, Some(number), _) => out.serialize_u64(number),
                    (.., Some(float)) => out.serialize_f64(float),
                    _ => out.serialize_str(&number.to_string()),
                }
            }
            (value, _) => value.serialize(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        r#"{"z":1,"a":{"y":[{"d":2.50,"c":null}],"b":"x"},"m":{},"big":123456789012345678901}"#;

    #[test]
    fn keys_and_digits_stay_as_they_are() {
        let thing = Thing::read(TEXT.to_owned()).unwrap();
        let flat: String = thing.pretty().unwrap().split_whitespace().collect();
        assert_eq!(flat, TEXT);
        let list = Thing::read(format!("[{TEXT}]")).unwrap().into_items().unwrap();
        assert_eq!(list[0].text, TEXT);
    }

    #[test]
    fn objects_are_resolved_into_names_with_dots() {
        let thing = Thing::read(TEXT.to_owned()).unwrap();
        let names: Vec<_> = thing.flat().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["z", "a.y", "a.b", "m", "big"]);
        assert_eq!(thing.at("a.b"), Some(&"x".into()));
        assert_eq!(thing.at("a.none"), None);
    }

    #[test]
    fn a_key_with_a_dot_is_found() {
        let thing = Thing::read(r#"{"a.b": 1, "c.d": {"e": 2}}"#.to_owned()).unwrap();
        assert_eq!(thing.at("a.b"), Some(&1.into()));
    }
}
