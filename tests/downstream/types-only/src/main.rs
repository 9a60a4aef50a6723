//! Counts stored task instances by state: `example-types-only instances.json`.
//!
//! The file holds a page of instances as the API returns it. Only the wire models are needed.

use std::collections::BTreeMap;
use std::process::ExitCode;

use saltant_types::saltant::{Executable, Page, TaskInstance, TaskState};

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: example-types-only instances.json");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    };
    match count_by_state(&text) {
        Ok(counts) => {
            for (state, count) in counts {
                println!("{count:>6} {state}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

fn count_by_state(text: &str) -> Result<BTreeMap<TaskState, usize>, serde_json::Error> {
    let page: Page<TaskInstance<Executable>> = serde_json::from_str(text)?;
    let mut counts = BTreeMap::new();
    for instance in page.results {
        *counts.entry(instance.state).or_default() += 1;
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_counted_unknown_ones_too() {
        let instance = |state: &str| {
            format!(
                r#"{{"uuid": "8c93e8b4-cf1a-4387-9dc4-78be37627356", "user": null, "name": "", "state": "{state}",
                    "datetime_created": "2026-11-21T00:16:11.254748Z", "datetime_finished": null, "arguments": {{}},
                    "task_queue": 1, "task_type": 2, "a field of tomorrow": 1}}"#
            )
        };
        let rows = ["successful", "paused", "successful"].map(instance).join(",");
        let counts = count_by_state(&format!(r#"{{"count": 3, "results": [{rows}]}}"#)).unwrap();
        assert_eq!(counts, BTreeMap::from([(TaskState::Successful, 2), ("paused".into(), 1)]));
    }
}
