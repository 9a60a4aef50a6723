//! The flags of a filter: one for each way in which a key can be compared.

use saltant::catalog::{Argument, Entry};
use saltant::core::types::schema::{FilterKey, Schema};

use super::super::names;
use super::{FILTERS, Flag, Kind, kebab, kind};

/// `by_suffix` says that a lookup is written behind the key, and not in front of the value.
pub(super) fn add(
    flags: &mut Vec<Flag>,
    entry: &Entry,
    argument: &Argument,
    key: &FilterKey,
    by_suffix: bool,
) {
    let what = key.name.replace("__", "'s ").replace('_', " ");
    let known = names::known(entry, key.name, &key.schema);
    let long = known.map_or_else(|| kebab(&key.name.replace("__", "-")), |_| names::Known::flag(key.name));
    let condition = |lookup: &str, kind, doc: String| Flag {
        long: format!("{long}{}", lookup.replace("__", "-")),
        alias: None,
        argument: argument.name,
        key: Some(format!("{}{lookup}", key.name)),
        kind,
        schema: key.schema,
        doc,
        required: false,
        heading: Some(FILTERS),
        known,
    };
    if !by_suffix && *key.schema.without_null() != Schema::Flag {
        let words: Vec<_> = key.lookups.iter().filter(|word| !word.is_empty()).copied().collect();
        let more = match &words[..] {
            [] => String::new(),
            words => format!("; it can begin with {}", words.join(", ")),
        };
        flags.push(condition("", Kind::Several, format!("Those with this {what}{more}")));
        return;
    }
    // Repeating the plain flag does the same.
    let has_in = key.lookups.contains(&"") && key.lookups.contains(&"__in");
    for lookup in key.lookups.iter().filter(|lookup| !(has_in && **lookup == "__in")) {
        let (of, words) = match *lookup {
            "" if has_in => (Kind::Several, "is one of these"),
            "" => (kind(&key.schema), "is this"),
            "__in" => (Kind::Several, "is one of these"),
            "__range" => (Kind::One, "lies between two of these: FROM,TO"),
            "__contains" => (Kind::One, "contains this"),
            "__startswith" => (Kind::One, "begins with this"),
            "__endswith" => (Kind::One, "ends with this"),
            "__regex" => (Kind::One, "matches this regular expression"),
            "__year" => (Kind::One, "is in this year"),
            "__lt" => (Kind::One, "is before this"),
            "__lte" => (Kind::One, "is not after this"),
            "__gt" => (Kind::One, "is after this"),
            "__gte" => (Kind::One, "is not before this"),
            other => (Kind::One, other.trim_start_matches('_')),
        };
        let mut flag = condition(lookup, of, format!("Those whose {what} {words}"));
        // The words that are allowed help only where one of them is meant.
        if !matches!(*lookup, "" | "__in") && matches!(flag.schema, Schema::Words { .. }) {
            flag.schema = Schema::Text;
        }
        flags.push(flag);
    }
}
