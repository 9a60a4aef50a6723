use std::fmt;
use std::str::FromStr;

use saltant_types::schema::{HasSchema, Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The order of a list: by a column, upwards or downwards.
///
/// ```
/// use saltant_core::inmanta::Sort;
/// use saltant_core::types::inmanta::ResourceColumn;
///
/// assert_eq!(Sort::descending(ResourceColumn::Agent).to_string(), "agent.desc");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort<C> {
    column: C,
    descending: bool,
}

impl<C> Sort<C> {
    /// From the least value of a column to the greatest.
    pub fn ascending(column: C) -> Self {
        Self { column, descending: false }
    }

    /// From the greatest value of a column to the least.
    pub fn descending(column: C) -> Self {
        Self { column, descending: true }
    }
}

impl<C: fmt::Display> fmt::Display for Sort<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.column, if self.descending { "desc" } else { "asc" })
    }
}

impl<C: HasSchema> HasSchema for Sort<C> {
    const SCHEMA: Schema = Schema::Sort {
        columns: match C::SCHEMA {
            Schema::Words { known, .. } => known,
            _ => &[],
        },
        example: "name.asc",
    };
}

/// A text that says no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSort;

impl fmt::Display for InvalidSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an order is a column, a dot, and `asc` or `desc`")
    }
}

impl std::error::Error for InvalidSort {}

impl<C: for<'a> From<&'a str>> FromStr for Sort<C> {
    type Err = InvalidSort;

    /// Reads `agent.desc`. The case does not matter, here as on the server.
    fn from_str(text: &str) -> Result<Self, InvalidSort> {
        let lower = text.to_ascii_lowercase();
        match lower.rsplit_once('.') {
            Some((column, "asc")) => Ok(Self::ascending(C::from(column))),
            Some((column, "desc")) => Ok(Self::descending(C::from(column))),
            _ => Err(InvalidSort),
        }
    }
}

impl<C: fmt::Display> Serialize for Sort<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, C: for<'a> From<&'a str>> Deserialize<'de> for Sort<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use saltant_types::inmanta::ResourceColumn;

    use super::*;

    #[test]
    fn an_order_is_read_in_any_case_and_written_in_lower_case() {
        for (text, meant) in [("AGENT.Desc", "agent.desc"), ("new.column.asc", "new.column.asc")] {
            assert_eq!(text.parse::<Sort<ResourceColumn>>().unwrap().to_string(), meant);
        }
        for wrong in ["", "agent", "agent.up", ".", "agent.desc "] {
            assert_eq!(wrong.parse::<Sort<ResourceColumn>>(), Err(InvalidSort), "{wrong}");
        }
    }
}
