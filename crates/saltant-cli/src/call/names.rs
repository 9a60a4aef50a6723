//! From what was typed to an operation, or to names that are like it.

use saltant::catalog::{self, Entry};

use crate::exit::Failure;

/// How many names are suggested at most.
const SUGGESTIONS: usize = 3;

/// The operation with this name. One of saltant's own may go without its service.
pub(super) fn find(name: &str) -> Result<&'static Entry, Failure> {
    let own = || catalog::find(&format!("saltant.{name}"));
    catalog::find(name).or_else(own).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Failure {
    let failure = Failure::usage(format!("there is no operation {name:?}"));
    let near = near(name);
    let failure =
        if near.is_empty() { failure } else { failure.hint(format!("did you mean {}?", near.join(" or "))) };
    failure.hint("`saltant operations` lists all of them")
}

fn without_service(entry: &Entry) -> &'static str {
    entry.metadata.name.split_once('.').map_or(entry.metadata.name, |(_, rest)| rest)
}

/// The names that are most like this one, the nearest first.
fn near(typed: &str) -> Vec<&'static str> {
    let typed = typed.to_lowercase().replace('-', "_");
    let mut scored: Vec<_> = catalog::entries()
        .filter_map(|entry| {
            let name = entry.metadata.name;
            let short = without_service(entry);
            let score = distance(&typed, name).min(distance(&typed, short));
            let limit = typed.len().div_ceil(3);
            let part = typed.len() > 2 && (name.contains(&typed) || same_words(&typed, name));
            (score <= limit || part).then_some((score, name))
        })
        .collect();
    scored.sort_unstable();
    scored.truncate(SUGGESTIONS);
    scored.into_iter().map(|(_, name)| name).collect()
}

/// Whether a name has every word that was typed, in whatever order.
fn same_words(typed: &str, name: &str) -> bool {
    typed.split(['.', '_', ' ']).filter(|word| !word.is_empty()).all(|word| name.contains(word))
}

/// How many letters have to be changed, added or dropped to get from one text to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (column, there) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *there);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saltant_itself_may_be_left_out() {
        assert_eq!(find("task_queues.get").unwrap().metadata.name, "saltant.task_queues.get");
        assert_eq!(find("saltant.task_queues.get").unwrap().metadata.name, "saltant.task_queues.get");
        assert_eq!(find("vantage6.task.list").unwrap().metadata.name, "vantage6.task.list");
        assert!(find("task.list").is_err(), "other services have to be named");
    }

    #[test]
    fn a_wrong_name_is_met_with_near_ones() {
        assert_eq!(near("saltant.task_queue.get")[0], "saltant.task_queues.get");
        assert_eq!(near("task-queues.get")[0], "saltant.task_queues.get");
        assert!(near("executable instances clone").contains(&"saltant.executable_task_instances.clone"));
        assert!(near("zzzzzzzzzz").is_empty());
        assert!(near("saltant.list").len() <= SUGGESTIONS);
    }

    #[test]
    fn distances_count_letters() {
        for (one, other, letters) in [("", "", 0), ("", "ab", 2), ("kitten", "sitting", 3), ("ü", "u", 1)] {
            assert_eq!(distance(one, other), letters);
        }
    }
}
