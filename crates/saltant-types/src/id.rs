//! Ids: one newtype per kind of thing, so that ids of different kinds cannot be mixed up.

/// Declares an id as a newtype that serialises as what it wraps: `id!(/** … */ TaskQueueId(u64))`.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident(String)) => {
        id!(@text $(#[$meta])* #[derive(serde::Deserialize)] $name);
    };
    // A text that some servers write as a number; it is kept as a text.
    ($(#[$meta:meta])* $name:ident(String or number)) => {
        id!(@text $(#[$meta])* $name);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::id::text_or_number(deserializer).map(Self)
            }
        }
    };
    (@text $(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a text as this id.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<&String> for $name {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        id!(@common $name(String));
    };
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name($inner);

        impl $name {
            /// Wraps a value as this id.
            pub const fn new(value: $inner) -> Self {
                Self(value)
            }

            /// The value on the wire.
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        id!(@common $name($inner));
    };
    (@common $name:ident($inner:ty)) => {
        impl $crate::schema::HasSchema for $name {
            const SCHEMA: $crate::schema::Schema = $crate::schema::Schema::Id {
                name: stringify!($name),
                of: &<$inner as $crate::schema::HasSchema>::SCHEMA,
            };
        }

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = <$inner as std::str::FromStr>::Err;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

pub(crate) use id;

/// Reads a text, or a whole number as the text of it.
#[allow(dead_code)] // not every service has such ids
pub(crate) fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    use serde_json::Value;

    // Through a value, because with arbitrary precision a number is something that only serde_json knows.
    match <Value as serde::Deserialize>::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) if number.is_u64() || number.is_i64() => Ok(number.to_string()),
        _ => Err(serde::de::Error::custom("expected a text or a whole number")),
    }
}

#[cfg(test)]
#[allow(unreachable_pub)] // the macro declares what is public everywhere else
mod tests {
    id! {
        /// The id of a thing.
        ThingId(String or number)
    }

    #[test]
    fn an_id_that_some_servers_write_as_a_number_is_the_same_id() {
        let ids: Vec<ThingId> = serde_json::from_str(r#"["3", 3, "x"]"#).unwrap();
        assert_eq!(ids, [ThingId::new("3"), ThingId::new("3"), ThingId::new("x")]);
        assert_eq!((ids[1].as_str(), serde_json::to_string(&ids[1]).unwrap().as_str()), ("3", "\"3\""));
        let map: std::collections::BTreeMap<ThingId, u8> = serde_json::from_str(r#"{"3": 1}"#).unwrap();
        assert!(map.contains_key(&ThingId::new("3")));
        assert!(serde_json::from_str::<ThingId>("1.5").is_err());
        assert!(serde_json::from_str::<ThingId>("null").is_err());
    }
}
