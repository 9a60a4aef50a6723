//! Rows by id, as sqlite numbers, compares and sorts them.

use std::collections::BTreeMap;

/// A row of a table.
pub(crate) trait Row {
    /// The name of the model, which a message shows.
    const MODEL: &'static str;

    fn id(&self) -> u64;

    /// The value of a column to sort by; `None` if there is no such column.
    fn column(&self, name: &str) -> Option<Key>;
}

/// Implements [`Row`] with the columns that a model has besides its id.
macro_rules! row {
    ($type:ident $model:literal |$row:ident| $($($name:literal)|+ => $value:expr,)+) => {
        impl $crate::vantage6::store::rows::Row for $type {
            const MODEL: &'static str = $model;

            fn id(&self) -> u64 {
                self.id
            }

            fn column(&self, name: &str) -> Option<$crate::vantage6::store::rows::Key> {
                let $row = self;
                Some(match name {
                    "id" => $row.id.into(),
                    $($($name)|+ => ($value).into(),)+
                    _ => return None,
                })
            }
        }
    };
}
pub(crate) use row;

/// A value to sort by. Nothing comes before numbers, and numbers before texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Nothing,
    Number(u64),
    Text(String),
}

impl From<u64> for Key {
    fn from(value: u64) -> Self {
        Self::Number(value)
    }
}

impl From<bool> for Key {
    fn from(value: bool) -> Self {
        Self::Number(value.into())
    }
}

impl From<&str> for Key {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&String> for Key {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl<T: Into<Key>> From<Option<T>> for Key {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

/// Rows in the order of their ids.
#[derive(Debug)]
pub(crate) struct Rows<T>(BTreeMap<u64, T>);

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Row> Rows<T> {
    /// The id for the next new row. Like sqlite, this gives the largest id again once its row is deleted.
    pub(crate) fn next_id(&self) -> u64 {
        self.0.last_key_value().map_or(1, |(id, _)| id + 1)
    }

    pub(crate) fn get(&self, id: u64) -> Option<&T> {
        self.0.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut T> {
        self.0.get_mut(&id)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.values()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.values_mut()
    }

    /// Adds a row, or replaces the one with the same id. Returns the id.
    pub(crate) fn put(&mut self, row: T) -> u64 {
        let id = row.id();
        self.0.insert(id, row);
        id
    }

    pub(crate) fn remove(&mut self, id: u64) -> Option<T> {
        self.0.remove(&id)
    }

    /// The ids of the rows that a test picks.
    pub(crate) fn ids(&self, pick: impl Fn(&T) -> bool) -> Vec<u64> {
        self.0.values().filter(|row| pick(row)).map(Row::id).collect()
    }
}

/// SQL's LIKE as sqlite has it: `%` stands for any text, `_` for one character, and ASCII letters match in
/// either case.
pub(crate) fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    let pattern: Vec<char> = pattern.chars().map(|letter| letter.to_ascii_lowercase()).collect();
    // The place behind the last `%`, and where the text goes on if that `%` takes one character more.
    let (mut retry, mut t, mut p) = (None, 0, 0);
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                p += 1;
                retry = Some((p, t + 1));
            }
            Some(&letter) if letter == '_' || letter == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((pattern_at, text_at)) = retry else { return false };
                (p, t) = (pattern_at, text_at);
                retry = Some((pattern_at, text_at + 1));
            }
        }
    }
    pattern[p..].iter().all(|letter| *letter == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_matches_whole_texts_in_either_case() {
        for (text, pattern, matches) in [
            ("Org A", "Org", false),
            ("Org A", "org%", true),
            ("Org A", "%a", true),
            ("Org A", "O_g%_", true),
            ("Org A", "%x%", false),
            ("", "%%", true),
            ("abcabd", "%ab_", true),
            ("Órg", "órg", false),
        ] {
            assert_eq!(like(text, pattern), matches, "{text} LIKE {pattern}");
        }
    }
}
