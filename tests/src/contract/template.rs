use percent_encoding::percent_decode_str;
use saltant_core::catalog::{Entry, entries};
use serde_json::{Map, Value};

use super::Rules;

/// The operation of a service at a method and path, with the values of the path's placeholders.
pub(super) fn find(
    rules: &dyn Rules,
    method: &str,
    path: &str,
) -> Option<(&'static Entry, Map<String, Value>)> {
    let below = rules.below_base(path)?;
    let own = |entry: &&'static Entry| {
        entry.metadata.service() == rules.service() && entry.metadata.method.as_str() == method
    };
    let fitting = entries().filter(own).filter_map(|entry| {
        let (literals, values) = fit(entry.metadata.path, below)?;
        Some((literals, entry, values))
    });
    // A literal segment is a better match than a placeholder.
    fitting.max_by_key(|(literals, ..)| *literals).map(|(_, entry, values)| (entry, values))
}

/// The values of a template's placeholders in a path, and how many literal segments there are.
pub(super) fn fit(template: &str, path: &str) -> Option<(usize, Map<String, Value>)> {
    let wanted: Vec<&str> = template.split('/').collect();
    let given: Vec<&str> = path.split('/').collect();
    // The last placeholder may take several segments, such as a file's path.
    let spare = given.len().checked_sub(wanted.len())?;
    let tail = wanted.iter().rposition(|segment| segment.starts_with('{'));
    if spare > 0 && tail.is_none() {
        return None;
    }
    let mut values = Map::new();
    let mut literals = 0;
    let mut at = 0;
    for (index, segment) in wanted.iter().enumerate() {
        let width = 1 + if Some(index) == tail { spare } else { 0 };
        let text = decoded(&given[at..at + width].join("/"))?;
        at += width;
        match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            // With an empty value the path is another address.
            Some(_) if text.is_empty() => return None,
            Some(name) => {
                values.insert(name.to_owned(), Value::String(text));
            }
            None if *segment == text => literals += 1,
            None => return None,
        }
    }
    // A template whose last placeholder takes several segments is a worse match.
    Some((if spare > 0 { 0 } else { literals + 1 }, values))
}

fn decoded(segment: &str) -> Option<String> {
    percent_decode_str(segment).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn placeholders_take_a_segment_and_the_last_one_may_take_several() {
        let (_, values) = fit("queues/{id}/", "queues/a%2Fb/").unwrap();
        assert_eq!(values["id"], "a/b");
        assert!(fit("queues/{id}/", "queues/7").is_none(), "the slash is part of the address");
        assert!(fit("queues/{id}/", "queues//").is_none(), "an empty segment is another address");
        assert!(fit("queues/", "queues/7/").is_none());
        let (_, values) = fit("files/{system}/{path}", "files/s/a/b.txt").unwrap();
        assert_eq!(values["path"], "a/b.txt");
    }
}
