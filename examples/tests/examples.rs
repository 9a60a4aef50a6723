//! Runs every example against its server and compares what it prints with what its doc says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::thread;

const RUNNER: &str = env!("CARGO_BIN_EXE_saltant-examples");

/// The files of the folder that are not examples.
const OTHERS: [&str; 2] = ["main", "scene"];

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of the table that the runner makes of its examples.
fn rows() -> Vec<String> {
    let printed = Command::new(RUNNER).arg("--table").output().unwrap().stdout;
    String::from_utf8(printed).unwrap().lines().map(str::to_owned).collect()
}

fn name_of(row: &str) -> &str {
    row.split('`').nth(1).unwrap()
}

fn files() -> BTreeSet<String> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.filter_map(|name| Some(name.to_str()?.strip_suffix(".rs")?.to_owned()));
    names.filter(|name| !OTHERS.contains(&name.as_str())).collect()
}

#[test]
fn every_file_is_an_example_with_a_row_in_the_readme() {
    let rows = rows();
    assert!(rows.len() >= 40, "{} examples", rows.len());
    assert_eq!(rows.iter().map(|row| name_of(row).to_owned()).collect::<BTreeSet<_>>(), files());
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let table: Vec<&str> = readme.lines().filter(|line| line.starts_with("| [`")).collect();
    assert_eq!(table, rows, "`cargo run -p saltant-examples -- --table` prints the table");
}

#[test]
fn every_example_prints_what_its_doc_says() {
    let left: Mutex<Vec<String>> = Mutex::new(rows().iter().map(|row| name_of(row).to_owned()).collect());
    let problems = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                loop {
                    let next = left.lock().unwrap().pop();
                    let Some(name) = next else { break };
                    problems.lock().unwrap().extend(run(&name).err());
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn run(name: &str) -> Result<(), String> {
    let source = fs::read_to_string(folder().join(name).with_extension("rs")).unwrap();
    let expected = expected(&source).ok_or(format!("{name}: its doc does not say what it prints"))?;
    let done = Command::new(RUNNER).arg(name).output().unwrap();
    let printed = String::from_utf8_lossy(&done.stdout);
    let lines: Vec<&str> = printed.lines().collect();
    if done.status.success() && matches(&expected, &lines) {
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&done.stderr);
    Err(format!("== {name}\n-- its doc:\n{}\n-- printed:\n{printed}{errors}", expected.join("\n")))
}

/// The block of text in the example's doc.
fn expected(source: &str) -> Option<Vec<&str>> {
    let block = source.split_once("//! ```text\n")?.1.split_once("//! ```\n")?.0;
    Some(block.lines().map(|line| line.strip_prefix("//! ").unwrap_or_default()).collect())
}

/// Whether lines are as expected. `…` stands for any text within a line, and alone for any number of lines.
fn matches(expected: &[&str], printed: &[&str]) -> bool {
    match (expected, printed) {
        ([], printed) => printed.is_empty(),
        (["…", rest @ ..], printed) => {
            (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..]))
        }
        ([line, rest @ ..], [first, others @ ..]) => fits(line, first) && matches(rest, others),
        (_, []) => false,
    }
}

fn fits(pattern: &str, line: &str) -> bool {
    match pattern.split_once('…') {
        None => pattern == line,
        Some((before, after)) => line.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| fits(after, &rest[at..]))
        }),
    }
}

#[test]
fn a_line_that_is_missing_or_different_is_found() {
    assert!(matches(&["a …", "…", "b"], &["a 1", "x", "y", "b"]));
    assert!(!matches(&["a"], &["a", "b"]));
    assert!(!matches(&["a", "b"], &["a"]));
    assert!(!matches(&["a … c"], &["a b d"]));
    assert!(fits("…", ""));
}
