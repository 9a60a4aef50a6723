//! Finds operations by the words that people use.

use saltant::catalog::Entry;
use saltant::core::types::schema::Schema;

/// What a word in a place counts.
#[derive(Clone, Copy, Debug)]
struct Weight {
    whole: u32,
    part: u32,
}

const NAME: Weight = Weight { whole: 12, part: 6 };
const SYNONYM: Weight = Weight { whole: 9, part: 0 };
const SENTENCE: Weight = Weight { whole: 5, part: 3 };
const PATH: Weight = Weight { whole: 3, part: 2 };
const ARGUMENT: Weight = Weight { whole: 2, part: 0 };
const REST: Weight = Weight { whole: 1, part: 0 };

/// The operations that have all words, the best first; those of an old version of an API come last.
pub(super) fn search(entries: impl Iterator<Item = &'static Entry>, words: &[String]) -> Vec<&'static Entry> {
    let words: Vec<_> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut found: Vec<_> = entries.filter_map(|entry| Some((rank(entry, &words)?, entry))).collect();
    // The order of the catalog stays among equals.
    found.sort_by_key(|(rank, entry)| (is_old(entry), std::cmp::Reverse(*rank)));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Whether a newer version of the API, or a newer release of the service, has something else in its place.
fn is_old(entry: &Entry) -> bool {
    entry.metadata.name.split('.').nth(1).is_some_and(|version| {
        version.strip_prefix('v').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// How well an operation matches; `None` if a word is nowhere.
fn rank(entry: &Entry, words: &[String]) -> Option<u32> {
    let place = entry.place();
    let (first, rest) = entry.doc.split_once('\n').unwrap_or((entry.doc, ""));
    let names = format!("{} {} {}", entry.metadata.name, place.resource, place.verb);
    let synonyms: Vec<_> = entry.synonyms().collect();
    let mut arguments = Vec::new();
    for argument in entry.arguments() {
        arguments.push(argument.name);
        add_words(&argument.schema, &mut arguments);
    }
    let texts = [
        (names, NAME),
        (synonyms.join(" "), SYNONYM),
        (first.to_owned(), SENTENCE),
        (entry.metadata.path.to_owned(), PATH),
        (arguments.join(" "), ARGUMENT),
        (rest.to_owned(), REST),
    ];
    let texts = texts.map(|(text, weight)| (text.to_lowercase(), weight));
    words.iter().try_fold(0, |sum, word| {
        let of_word = texts.iter().map(|(text, weight)| count(text, word, *weight)).sum::<u32>();
        (of_word > 0).then_some(sum + of_word)
    })
}

fn count(text: &str, word: &str, weight: Weight) -> u32 {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    if words.any(|known| is_same(known, word)) {
        weight.whole
    } else if text.contains(word) {
        weight.part
    } else {
        0
    }
}

/// Whether two words differ only in an ending: queue, queues; compile, compiles, compiled, compiling.
fn is_same(a: &str, b: &str) -> bool {
    !a.is_empty() && stem(a) == stem(b)
}

fn stem(word: &str) -> &str {
    let stem = ["ing", "ed", "es", "s", "e"].iter().find_map(|ending| word.strip_suffix(ending));
    stem.filter(|stem| stem.len() > 2).unwrap_or(word)
}

/// The words that an argument can be.
fn add_words(schema: &Schema, all: &mut Vec<&'static str>) {
    match schema.without_null() {
        Schema::Words { known, .. } => all.extend(known.iter().copied()),
        Schema::List(item) => add_words(item, all),
        Schema::Filter(keys) => {
            for key in *keys {
                all.push(key.name);
                add_words(&key.schema, all);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use saltant::catalog;

    use super::*;

    fn names(words: &str) -> Vec<&'static str> {
        let words: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
        search(catalog::entries(), &words).into_iter().map(|entry| entry.metadata.name).collect()
    }

    #[test]
    fn people_find_what_they_mean_among_the_first() {
        for (words, name, within) in [
            ("recompile", "inmanta.get_compile_reports", 3),
            ("recompile", "inmanta.v1.notify_change", 6),
            ("export", "inmanta.put_partial", 4),
            ("failed instance", "saltant.executable_task_instances.list", 4),
            ("failed resource", "inmanta.resource_list", 4),
            ("login", "inmanta.login", 2),
            ("login", "vantage6.token.obtain", 8),
            ("online node", "vantage6.node.list", 2),
            ("encrypt", "vantage6.organization.update", 8),
            ("upload file", "agave.files.import_data", 2),
            ("rerun", "saltant.executable_task_instances.clone", 3),
            ("cancel job", "agave.jobs.manage", 3),
            ("queues", "saltant.task_queues.list", 2),
            ("whoami", "agave.profiles.get", 6),
            ("quota", "astakos.get_quotas", 2),
        ] {
            let found = names(words);
            let at = found.iter().position(|known| *known == name);
            assert!(at.is_some_and(|at| at < within), "{words}: {name} at {at:?} of {found:?}");
        }
        assert!(names("no-such-word").is_empty());
    }

    #[test]
    fn old_versions_come_last() {
        let found = names("project");
        let is_old = |name: &&&str| name.contains(".v1.") || name.contains(".v015.");
        let old = found.iter().filter(is_old).count();
        assert!(old > 0 && found.iter().rev().take(old).all(|name| is_old(&name)), "{found:?}");
    }

    #[test]
    fn endings_do_not_matter() {
        for (a, b) in [("queue", "queues"), ("compile", "compiling"), ("failed", "fails"), ("node", "nodes")]
        {
            assert!(is_same(a, b), "{a} {b}");
        }
        for (a, b) in [("node", "nod-off"), ("test", "tester"), ("", "s")] {
            assert!(!is_same(a, b), "{a} {b}");
        }
    }
}
