//! Open enums: words that a server owns, and may add to.

use std::fmt;

/// A word that this version does not know, kept as the server wrote it.
///
/// It can only come from reading a word, so a known word is never hidden in here.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherText(Box<str>);

impl OtherText {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The word as the server wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OtherText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares an enum over words that a server owns: the known ones, and `Other` with the text of any
/// other, which survives a round trip.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
            /// A word that this version does not know.
            Other($crate::OtherText),
        }

        impl $name {
            /// Every word that this version knows, in the order of the variants.
            pub const KNOWN: &'static [&'static str] = &[$($word),+];

            /// The word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Other(text) => text.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $( $word => Self::$variant, )+
                    other => Self::Other($crate::OtherText::new(other)),
                }
            }
        }

        impl From<&String> for $name {
            fn from(word: &String) -> Self {
                Self::from(word.as_str())
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                Self::from(word.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(word))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl $crate::schema::HasSchema for $name {
            const SCHEMA: $crate::schema::Schema =
                $crate::schema::Schema::Words { known: Self::KNOWN, open: true };
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::open_enum::WordVisitor(std::marker::PhantomData))
            }
        }
    };
}

pub(crate) use open_enum;

/// Reads a word without an allocation when it is a known one.
pub(crate) struct WordVisitor<T>(pub(crate) std::marker::PhantomData<T>);

impl<T: for<'a> From<&'a str>> serde::de::Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E>(self, word: &str) -> Result<T, E> {
        Ok(T::from(word))
    }
}

#[cfg(test)]
#[allow(unreachable_pub)] // the macro declares what is public everywhere else
mod tests {
    open_enum! {
        /// A traffic light.
        pub enum Light {
            /// Stop.
            Red = "red",
            /// Go.
            Green = "green",
        }
    }

    #[test]
    fn f1_an_unknown_word_is_kept_and_written_back_identically() {
        let light: Light = serde_json::from_str("\"Blink ing\"").unwrap();
        assert!(matches!(light, Light::Other(_)));
        assert_eq!(light.as_str(), "Blink ing");
        assert_eq!(serde_json::to_string(&light).unwrap(), "\"Blink ing\"");
    }

    #[test]
    fn a_known_word_is_never_other() {
        assert_eq!(Light::from("red"), Light::Red);
        assert_eq!("green".parse::<Light>(), Ok(Light::Green));
        assert_eq!(Light::KNOWN, ["red", "green"]);
    }

    #[test]
    fn a_value_that_is_no_word_is_refused() {
        assert!(serde_json::from_str::<Light>("5").is_err());
    }
}
