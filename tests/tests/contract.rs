//! Recorded calls of the services' own clients: this project does the same, or the table of deviations says
//! why not.

#[path = "contract/spoil.rs"]
mod spoil;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use saltant_tests::contract::{Deviations, Line, Report, Rules, Verdict, replay, rules_of};
use saltant_tests::inventory::inventories;
use saltant_tests::sources::test_names;
use spoil::SPOILS;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("contract")
}

/// The services with recorded calls, and the text of each record.
fn records() -> Vec<(&'static dyn Rules, String)> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.map(|path| path.join("calls.jsonl")).filter(|file| file.exists()).collect();
    files.sort();
    let service = |file: &PathBuf| file.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    files
        .iter()
        .map(|file| {
            (rules_of(&service(file)).expect("there are rules"), std::fs::read_to_string(file).unwrap())
        })
        .collect()
}

/// The services that are declared complete; lines of the others may fail.
fn complete() -> BTreeSet<String> {
    let inventories = inventories().unwrap().into_iter().filter(|inventory| inventory.complete);
    inventories.map(|inventory| inventory.service).collect()
}

#[test]
fn recorded_calls_lead_to_the_same_requests_and_their_answers_are_read_without_a_loss() {
    let (records, complete) = (records(), complete());
    assert!(complete.iter().all(|service| records.iter().any(|(rules, _)| rules.service() == service)));
    for (rules, text) in records {
        let report = Report::of(rules, &Deviations::own().unwrap(), &text);
        let whole = report.failed.is_empty() || !complete.contains(rules.service());
        assert!(whole, "{}:\n{report}", rules.service());
        assert!(report.passed > 0);
    }
}

/// At most one in this number of lines may be a deviation or out of scope.
const AT_MOST_ONE_IN: &[(&str, usize)] = &[("saltant", 8)];

#[test]
fn few_lines_are_deviations_or_out_of_scope() {
    for (rules, text) in records() {
        // The default is one in six.
        let share = AT_MOST_ONE_IN.iter().find(|(service, _)| *service == rules.service());
        let share = share.map_or(6, |(_, share)| *share);
        let report = Report::of(rules, &Deviations::own().unwrap(), &text);
        let (skipped, total) = (report.skipped.len(), report.total());
        assert!(skipped * share <= total, "{}: {skipped} of {total}", rules.service());
    }
}

#[test]
fn each_deviation_names_lines_that_there_are() {
    let records = records();
    let table = Deviations::own().unwrap();
    let deviations = table.deviations.iter().map(|entry| (&entry.service, &entry.lines));
    let out_of_scope = table.out_of_scope.iter().map(|entry| (&entry.service, &entry.lines));
    for (service, patterns) in deviations.chain(out_of_scope) {
        let text = records.iter().find(|(rules, _)| rules.service() == service).map(|(_, text)| text);
        let text = text.unwrap_or_else(|| panic!("there is no record of {service}"));
        let ids: Vec<String> = text.lines().map(|line| Line::parse(line).unwrap().id).collect();
        for pattern in patterns {
            let named = |id: &&String| match pattern.strip_suffix('*') {
                Some(beginning) => id.starts_with(beginning),
                None => *id == pattern,
            };
            // A beginning without recorded lines is harmless; an id without a line is a mistake.
            assert!(
                pattern.ends_with('*') || ids.iter().any(|id| named(&id)),
                "{service} has no line {pattern}"
            );
        }
    }
    let families =
        |entry: &&saltant_tests::contract::Deviation| entry.lines.is_empty() && entry.habit.is_none();
    assert!(table.deviations.iter().find(families).is_none(), "a deviation names no line");
}

#[test]
fn each_deviation_is_pinned_by_a_test_that_exists() {
    let tests: BTreeSet<String> = test_names().unwrap().into_iter().map(|test| test.name).collect();
    for entry in Deviations::own().unwrap().deviations {
        assert!(
            tests.contains(&entry.test),
            "no test is named {}, which is to pin: {}",
            entry.test,
            entry.here
        );
    }
}

/// Shows that the replay can fail.
#[test]
fn a_line_that_is_spoiled_in_any_one_way_fails() {
    let deviations = Deviations::own().unwrap();
    let complete = complete();
    for (rules, text) in records().into_iter().filter(|(rules, _)| complete.contains(rules.service())) {
        let mut slipped = Vec::new();
        // Deviations are not compared.
        let passes = |text: &&str| {
            let line = Line::parse(text).unwrap();
            spoil::is_whole(rules.service(), text) && replay(rules, &deviations, &line) == Verdict::Passed
        };
        let good: Vec<&str> = text.lines().filter(passes).collect();
        for (name, spoil) in SPOILS {
            let lines: Vec<Line> = good.iter().filter_map(|text| spoil::spoiled(text, *spoil)).collect();
            // The records of other services may lack credentials, for example.
            let needed = rules.service() == "saltant";
            assert!(!lines.is_empty() || !needed, "no line of {} can be spoiled by {name}", rules.service());
            let slips =
                lines.iter().filter(|line| !matches!(replay(rules, &deviations, line), Verdict::Failed(_)));
            slipped.extend(slips.map(|line| format!("{name}: {}", line.id)));
        }
        assert!(slipped.is_empty(), "{} of {}:\n{}", slipped.len(), rules.service(), slipped.join("\n"));
    }
}

#[test]
fn a_line_that_says_nothing_is_a_failure() {
    let rules = rules_of("saltant").unwrap();
    let table = Deviations::default();
    for line in [
        r#"{"id": "x", "call": "users.get", "args": {"username": "matt"}, "exchanges": [], "result": null}"#,
        r#"{"id": "x", "call": "users.burn", "args": {}, "exchanges": [], "result": null}"#,
        r#"{"id": "x", "call": "model.user.str", "args": {}, "exchanges": [], "result": "matt"}"#,
        r#"{"id": "x", "call": "nonsense", "args": {}}"#,
    ] {
        let verdict = replay(rules, &table, &Line::parse(line).unwrap());
        assert!(matches!(verdict, Verdict::Failed(_)), "{line}: {verdict:?}");
    }
    let report = Report::of(rules, &table, "{not json}\n\n");
    assert_eq!((report.total(), report.failed.len()), (1, 1));
    assert!(report.to_string().ends_with("\n0 passed, 1 failed, 0 skipped"), "{report}");
}
