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

/// A text that says no order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSort {
    columns: &'static [&'static str],
}

impl fmt::Display for InvalidSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.columns.join("`, `");
        write!(f, "an order is a column, a dot, and `asc` or `desc`; the columns are `{columns}`")
    }
}

impl std::error::Error for InvalidSort {}

impl<C: HasSchema + for<'a> From<&'a str>> FromStr for Sort<C> {
    type Err = InvalidSort;

    /// Reads `agent.desc`. The case does not matter, here as on the server. An unknown column is refused.
    fn from_str(text: &str) -> Result<Self, InvalidSort> {
        let Schema::Sort { columns, .. } = Self::SCHEMA else { return Err(InvalidSort { columns: &[] }) };
        let lower = text.to_ascii_lowercase();
        match lower.rsplit_once('.') {
            Some((column, "asc")) if columns.contains(&column) => Ok(Self::ascending(C::from(column))),
            Some((column, "desc")) if columns.contains(&column) => Ok(Self::descending(C::from(column))),
            _ => Err(InvalidSort { columns }),
        }
    }
}

impl<C: fmt::Display> Serialize for Sort<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, C: HasSchema + for<'a> From<&'a str>> Deserialize<'de> for Sort<C> {
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
        assert_eq!("AGENT.Desc".parse::<Sort<ResourceColumn>>().unwrap().to_string(), "agent.desc");
        for wrong in ["", "agent", "agent.up", ".", "agent.desc ", "new.column.asc"] {
            let error = wrong.parse::<Sort<ResourceColumn>>().unwrap_err().to_string();
            let columns = "`resource_type`, `agent`, `resource_id_value`, `status`";
            assert!(error.ends_with(columns), "{wrong}: {error}");
        }
    }
}
