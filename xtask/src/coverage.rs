//! `coverage`: each operation of the services' documents is in the sources, the catalog, the facade and the
//! snapshots; the dev server gives each recorded class of answer; each promise has a test; the guides' tables for
//! users of the Python clients have a row for each method, and the docs an
//! alias; the first sentence about each operation says more than its name.

mod aliases;
mod classes;
mod declared;
mod facade;
mod guides;
mod lines;
mod promises;
mod sentences;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use anyhow::bail;
use saltant_core::catalog::{Entry, entries};
use saltant_tests::inventory::{Inventory, Kind, Row, inventories};
use saltant_tests::snapshots::{Shot, shots};

use crate::{Command, verdict};

pub(crate) const COMMAND: Command = Command {
    name: "coverage",
    arguments: "[lines]",
    about: "Checks that each operation, recorded answer and promise is implemented and tested; or counts tested lines",
    run,
};

/// The names that exist, for the comparison with the documents.
struct Found {
    catalog: BTreeMap<&'static str, &'static Entry>,
    facade: BTreeMap<String, BTreeSet<String>>,
    /// The methods of the layers below, which the facade exports: what makes no request may be there.
    below: BTreeMap<String, BTreeSet<String>>,
    snapshots: BTreeSet<String>,
}

fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    match arguments {
        [] => {}
        [word] if word == "lines" => return lines::report(),
        _ => bail!("write `coverage` or `coverage lines`"),
    }
    let shots = shots().map_err(anyhow::Error::msg)?;
    let found = Found {
        catalog: entries().map(|entry| (entry.metadata.name, entry)).collect(),
        facade: facade::methods(&["crates/saltant/src"])?,
        below: facade::methods(&["crates/saltant-core/src", "crates/saltant-types/src"])?,
        snapshots: shots.iter().filter(|shot| shot.file().exists()).map(Shot::name).collect(),
    };
    let aliases = aliases::Aliases::read()?;
    let mut problems = Vec::new();
    println!("{:<10} {:>11} {:>9} {:>9} {:>10}", "service", "operations", "catalog", "facade", "snapshots");
    for inventory in inventories().map_err(anyhow::Error::msg)? {
        let missing = compare(&inventory, &found);
        if inventory.complete {
            problems.extend(missing);
        }
        problems.extend(unlisted(&inventory, &found));
        problems.extend(guides::missing(&inventory)?);
        problems.extend(aliases.missing(&inventory));
    }
    let names: Vec<&str> = found.catalog.keys().copied().collect();
    problems.extend(declared::problems(&declared::declared()?, &names));
    problems.extend(sentences::problems(found.catalog.values().copied()));
    problems.extend(classes::compare()?);
    problems.extend(promises::compare()?);
    Ok(verdict(&problems))
}

/// Prints a service's counts; returns what is missing.
fn compare(inventory: &Inventory, found: &Found) -> Vec<String> {
    let mut missing = Vec::new();
    let mut done = [0, 0, 0, 0];
    for row in &inventory.operations {
        let (lacks, here) = look(inventory, row, found);
        for (count, is_here) in done.iter_mut().zip(here) {
            *count += usize::from(is_here);
        }
        missing.extend(lacks);
    }
    let requests = inventory.operations.iter().filter(|row| row.kind == Kind::Request).count();
    let total = inventory.operations.len();
    println!(
        "{:<10} {:>11} {:>9} {:>9} {:>10}  {}",
        inventory.service,
        format!("{}/{total}", done[0]),
        format!("{}/{requests}", done[1]),
        format!("{}/{total}", done[2]),
        format!("{}/{requests}", done[3]),
        if inventory.complete { "declared complete" } else { "" },
    );
    missing
}

/// The operations of the catalog without a row in the inventory. Operations that the document does not
/// name need a row too, with `beyond`.
fn unlisted(inventory: &Inventory, found: &Found) -> Vec<String> {
    let names: BTreeSet<&str> = inventory.operations.iter().map(|row| row.name.as_str()).collect();
    let own = found.catalog.values().filter(|entry| entry.metadata.service() == inventory.service);
    let unlisted = own.map(|entry| entry.metadata.name).filter(|name| !names.contains(name));
    unlisted.map(|name| format!("{name} is in the catalog and has no row in the inventory")).collect()
}

/// What an operation lacks, and whether it is complete, in the catalog, in the facade, and in the snapshots.
fn look(inventory: &Inventory, row: &Row, found: &Found) -> (Vec<String>, [bool; 4]) {
    let mut lacks = Vec::new();
    let mut need = |is_there: bool, what: String| {
        if !is_there {
            lacks.push(format!("{}: {what}", row.name));
        }
        is_there
    };
    let method = row.facade.as_deref().unwrap_or_default();
    let has = |methods: &BTreeMap<String, BTreeSet<String>>| {
        methods.get(&inventory.service).is_some_and(|all| all.contains(method))
    };
    let is_there = has(&found.facade) || row.kind == Kind::Local && has(&found.below);
    let in_facade = need(is_there, format!("no facade method `{method}`"));
    let (mut in_catalog, mut in_snapshots) = (false, false);
    if row.kind == Kind::Request {
        let entry = found.catalog.get(row.name.as_str());
        in_catalog = need(entry.is_some(), "not in the catalog".to_owned());
        if let Some(entry) = entry {
            let (own, listed) = (address(entry.metadata.method.as_str(), entry.metadata.path), listed(row));
            in_catalog = need(own == listed, format!("is {own}, listed is {listed}"));
            let variants: &[&str] =
                if entry.arguments().next().is_none() { &["minimal"] } else { &["minimal", "full"] };
            in_snapshots = variants.iter().all(|variant| {
                let name = format!("{}.{variant}", row.name);
                need(found.snapshots.contains(&name), format!("no snapshot `{variant}`"))
            });
        }
    }
    // The parts of a composite have to be in the catalog.
    let made_of = row.of.iter().all(|part| {
        need(found.catalog.contains_key(part.as_str()), format!("its part {part} is not in the catalog"))
    });
    let whole = in_facade && made_of && (row.kind != Kind::Request || in_catalog && in_snapshots);
    (lacks, [whole, in_catalog, in_facade, in_snapshots])
}

fn listed(row: &Row) -> String {
    address(row.method.as_deref().unwrap_or_default(), row.path.as_deref().unwrap_or_default())
}

/// A method and path without the names of placeholders, for comparison.
fn address(method: &str, path: &str) -> String {
    let segment = |segment: &str| if segment.starts_with('{') { "{}".to_owned() } else { segment.to_owned() };
    let path: Vec<String> = path.trim_start_matches('/').split('/').map(segment).collect();
    format!("{method} {}", path.join("/"))
}
