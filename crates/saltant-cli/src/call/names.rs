//! Finds an operation by the name that was typed, or suggests similar names.

use saltant::catalog::{self, Entry};
use strsim::levenshtein;

use crate::exit::Failure;
use crate::service::SALTANT;

/// The largest number of names to suggest.
const SUGGESTIONS: usize = 3;

/// The operation with this name. `saltant.` can be left out.
pub(super) fn find(name: &str) -> Result<&'static Entry, Failure> {
    let own = || catalog::find(&format!("{}.{name}", SALTANT.name));
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

/// The most similar names, the nearest first.
fn near(typed: &str) -> Vec<&'static str> {
    let typed = typed.to_lowercase().replace('-', "_");
    let mut scored: Vec<_> = catalog::entries()
        .filter_map(|entry| {
            let name = entry.metadata.name;
            let short = without_service(entry);
            let score = levenshtein(&typed, name).min(levenshtein(&typed, short));
            let limit = typed.len().div_ceil(3);
            let part = typed.len() > 2 && (name.contains(&typed) || same_words(&typed, name));
            (score <= limit || part).then_some((score, name))
        })
        .collect();
    scored.sort_unstable();
    scored.truncate(SUGGESTIONS);
    scored.into_iter().map(|(_, name)| name).collect()
}

/// Whether a name contains every word that was typed, in any order.
fn same_words(typed: &str, name: &str) -> bool {
    typed.split(['.', '_', ' ']).filter(|word| !word.is_empty()).all(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saltant_can_be_left_out_of_a_name() {
        assert_eq!(find("task_queues.get").unwrap().metadata.name, "saltant.task_queues.get");
        assert_eq!(find("saltant.task_queues.get").unwrap().metadata.name, "saltant.task_queues.get");
        assert_eq!(find("vantage6.task.list").unwrap().metadata.name, "vantage6.task.list");
        assert!(find("task.list").is_err(), "the name of another service cannot be left out");
    }

    #[test]
    fn similar_names_are_suggested() {
        assert_eq!(near("saltant.task_queue.get")[0], "saltant.task_queues.get");
        assert_eq!(near("task-queues.get")[0], "saltant.task_queues.get");
        assert!(near("executable instances clone").contains(&"saltant.executable_task_instances.clone"));
        assert!(near("zzzzzzzzzz").is_empty());
        assert!(near("saltant.list").len() <= SUGGESTIONS);
    }
}
