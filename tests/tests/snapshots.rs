//! Requests as exact text: every operation of the catalog, once with its required arguments and once with
//! all arguments.

use std::collections::BTreeSet;

use saltant_core::catalog::entries;
use saltant_tests::inventory::{inventories, tests_folder};
use saltant_tests::snapshots::{Shot, folder_of, shots};

#[test]
fn requests_are_written_as_they_were() {
    for shot in shots().unwrap() {
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(folder_of(&shot.operation));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let text = shot.text().unwrap();
        settings.bind(|| insta::assert_snapshot!(shot.name(), text));
    }
}

#[test]
fn full_requests_give_every_argument_and_minimal_ones_no_more_than_they_must() {
    let wrong: Vec<String> = shots().unwrap().iter().filter_map(|shot| shot.check().err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_operation_of_a_complete_service_is_shown() {
    let shown: BTreeSet<String> = shots().unwrap().iter().map(Shot::name).collect();
    for inventory in inventories().unwrap().iter().filter(|inventory| inventory.complete) {
        for entry in entries().filter(|entry| entry.metadata.service() == inventory.service) {
            let variants: &[&str] =
                if entry.arguments().next().is_none() { &["minimal"] } else { &["minimal", "full"] };
            for variant in variants {
                let name = format!("{}.{variant}", entry.metadata.name);
                assert!(shown.contains(&name), "{name} has no entry in tests/snapshots");
            }
        }
    }
}

#[test]
fn no_snapshot_is_left_over() {
    let wanted: BTreeSet<_> = shots().unwrap().iter().map(Shot::file).collect();
    let folder = tests_folder().join("tests").join("snapshots");
    for service in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        for file in std::fs::read_dir(service).unwrap().map(|entry| entry.unwrap().path()) {
            let is_snapshot = file.extension().is_some_and(|extension| extension == "snap");
            assert!(!is_snapshot || wanted.contains(&file), "{} belongs to no request", file.display());
        }
    }
}
