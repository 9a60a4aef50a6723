//! The first sentence of each operation says more than the operation's name.

use saltant_core::catalog::Entry;

/// Words that say nothing by themselves.
const EMPTY: [&str; 20] = [
    "a", "all", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or",
    "that", "the", "this", "to",
];

/// What stands for the verb of a name.
const VERBS: [&str; 8] = ["creat", "delet", "gets", "lists", "remov", "replac", "stor", "updat"];

/// The operations whose first sentence is their name in other words.
pub(super) fn problems<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<String> {
    let empty = entries.filter(|entry| !says_more(entry.metadata.name, entry.doc));
    empty
        .map(|entry| format!("{}: its first sentence says no more than its name", entry.metadata.name))
        .collect()
}

fn says_more(name: &str, doc: &str) -> bool {
    let sentence = doc.split("\n\n").next().unwrap_or_default();
    let sentence = sentence.split(". ").next().unwrap_or_default();
    let known: Vec<String> = words(name).chain(VERBS.map(str::to_owned)).collect();
    words(sentence)
        .filter(|word| !EMPTY.contains(&word.as_str()))
        .any(|word| !known.iter().any(|known| is_same(known, &word)))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

/// Whether two words have the same beginning, as singular and plural have.
fn is_same(one: &str, other: &str) -> bool {
    let begins = |long: &str, short: &str| long.starts_with(short.get(..5).unwrap_or(short));
    begins(one, other) || begins(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_other_words_is_found() {
        assert!(!says_more("vantage6.node.list", "Lists the nodes."));
        assert!(!says_more("vantage6.node.update", "Updates a node. Fields that are left out stay."));
        assert!(says_more("vantage6.node.list", "Lists the nodes that the caller may see."));
    }
}
