use std::fmt;
use std::marker::PhantomData;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field that can be left out, be null, or have a value.
///
/// For fields where null and empty mean different things: `logs_path: null` mounts nothing, `""` mounts at
/// an empty path, and leaving it out keeps what is stored.
///
/// ```
/// use saltant_types::Settable;
///
/// let path: Settable<String> = "/logs".into();
/// assert_eq!(path, Settable::Value("/logs".to_owned()));
/// assert!(Settable::<String>::default().is_unset());
/// assert_eq!(Settable::<String>::from(None), Settable::Null);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Settable<T> {
    /// The field is not sent.
    #[default]
    Unset,
    /// The field is sent as null.
    Null,
    /// The field is sent with this value.
    Value(T),
}

impl<T> Settable<T> {
    /// Whether the field is not sent.
    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unset | Self::Null => None,
        }
    }
}

impl<T> From<T> for Settable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Settable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&String> for Settable<String> {
    fn from(value: &String) -> Self {
        Self::Value(value.clone())
    }
}

/// `None` becomes null: what a nullable field of a resource says is what is sent.
impl<T> From<Option<T>> for Settable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// An unset field has to be skipped by the container; on its own it is written as null.
impl<T: Serialize> Serialize for Settable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unset | Self::Null => serializer.serialize_none(),
            Self::Value(value) => serializer.serialize_some(value),
        }
    }
}

/// Null is read as null. It is read as a newtype, so that a deserializer can tell it from a plain `Option`, for
/// which null means nothing.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Settable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Newtype<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Newtype<T> {
            type Value = Settable<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Settable<T>, D::Error> {
                Option::deserialize(inner).map(Settable::from)
            }
        }

        deserializer.deserialize_newtype_struct("Settable", Newtype(PhantomData))
    }
}
