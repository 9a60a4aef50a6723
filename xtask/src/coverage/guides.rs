//! The guides' tables "From the Python client" against the services' documents.
//!
//! Each method of the document has a row: its name is in the first cell, in backticks, and a call of the facade's
//! method in one of the others.

use std::fs;

use anyhow::Context as _;
use saltant_tests::inventory::{Inventory, Row};

use crate::root;

const HEADING: &str = "\n## From the Python client\n";

/// The methods that a service's guide has no row for. A guide without the heading is not checked.
pub(super) fn missing(inventory: &Inventory) -> anyhow::Result<Vec<String>> {
    let file = format!("docs/{}.md", inventory.service);
    let path = root().join(&file);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let guide = fs::read_to_string(path).with_context(|| file.clone())?;
    let table = guide.split_once(HEADING).map(|(_, rest)| rest.split("\n## ").next().unwrap_or_default());
    Ok(table.map(|table| missing_rows(&file, table, &inventory.operations)).unwrap_or_default())
}

fn missing_rows(file: &str, table: &str, operations: &[Row]) -> Vec<String> {
    let rows: Vec<(&str, &str)> =
        table.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | ")).collect();
    let mut problems = Vec::new();
    for operation in operations.iter().filter(|operation| !operation.document.is_empty()) {
        let name = &operation.document;
        let own = rows.iter().find(|(first, _)| first.split('`').skip(1).step_by(2).any(|code| code == name));
        let method =
            operation.facade.as_deref().and_then(|path| path.rsplit("::").next()).unwrap_or_default();
        match own {
            None => problems.push(format!("{file}: the table of the Python client has no row for {name}")),
            Some((_, rest)) if !calls(rest, method) => {
                problems.push(format!("{file}: the row of {name} does not call {method}"));
            }
            Some(_) => {}
        }
    }
    problems
}

/// Whether a text has a call of a method: `.get(…)` or `Type::get(…)`.
fn calls(text: &str, method: &str) -> bool {
    [".", "::"].iter().any(|before| text.contains(&format!("{before}{method}(")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_without_a_row_and_a_row_of_another_method_are_found() {
        let inventory: Inventory = toml::from_str(
            "service = 's'
            document = 'd'
            complete = true
            operation = [
                { group = 'g', document = 'Queue.get', name = 'a', kind = 'request', facade = 'Queues::get' },
                { group = 'g', document = 'Queue.get (name)', name = 'b', kind = 'request', facade = 'Queues::get_by_name' },
                { group = 'g', document = 'Queue.put', name = 'c', kind = 'request', facade = 'Queues::put' },
                { group = 'g', document = 'Client.new', name = 'd', kind = 'local', facade = 'Client::new' },
                { group = 'g', document = '', name = 'e', kind = 'request', facade = 'Queues::patch' },
            ]",
        )
        .unwrap();
        let whole = "| Python | here |\n|---|---|\n| `Client.new` | `Client::new()` |\n| `Queue.get` | `q.get(7)` |\n\
            | `Queue.get (name)` | `q.get_by_name(\"a\")` |\n| `Queue.put` | `q.put(p)` | |\n";
        let check = |table: &str| missing_rows("page", table, &inventory.operations);
        assert_eq!(check(whole), Vec::<String>::new());
        assert_eq!(
            check(&whole.replace("`Queue.get`", "`Queue.got`")),
            ["page: the table of the Python client has no row for Queue.get"]
        );
        assert_eq!(
            check(&whole.replace("q.put(p)", "q.output(p)")),
            ["page: the row of Queue.put does not call put"]
        );
    }
}
