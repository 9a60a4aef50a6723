//! Every list of services that cannot be derived names all of them, and no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use saltant_core::catalog;
use saltant_tests::contract::rules_of;
use saltant_tests::sources::for_each_source;
use toml::Table;

use crate::root;
use crate::services::SERVICES;

/// The crates that have a feature for each service, each with the crate whose feature it switches on.
const FEATURES: &[(&str, Option<&str>)] = &[
    ("saltant-types", None),
    ("saltant-core", Some("saltant-types")),
    ("saltant-http", Some("saltant-core")),
    ("saltant", Some("saltant-http")),
];

/// The manifests that need all services, and of which crates.
const USERS: &[(&str, &[&str])] = &[
    ("tests/Cargo.toml", &["saltant", "saltant-core", "saltant-http", "saltant-types"]),
    ("crates/saltant-cli/Cargo.toml", &["saltant"]),
    ("xtask/Cargo.toml", &["saltant-core"]),
    ("fuzz/Cargo.toml", &["saltant-core"]),
];

/// The files that each service has.
const FILES: &[&str] = &[
    "crates/saltant-types/src/{service}.rs",
    "crates/saltant-core/src/{service}.rs",
    "crates/saltant/src/{service}.rs",
    "tests/contract/{service}/calls.jsonl",
    "tests/inventory/{service}.toml",
    "tests/snapshots/{service}.toml",
];

/// The sources that name each service, and how: in small letters.
const NAMED: &[(&str, &str)] = &[
    ("crates/saltant-types/src/lib.rs", "pub mod {service};"),
    ("crates/saltant-core/src/lib.rs", "pub mod {service};"),
    ("crates/saltant/src/lib.rs", "pub mod {service};"),
    // The first line of the help.
    ("crates/saltant-cli/src/cli.rs", "{service}"),
];

/// The documents with a table that has a row for each service: the file, and the column with its name.
const TABLES: &[(&str, usize)] = &[("README.md", 2), ("docs/command-reference.md", 1)];

/// The lists of services that name too few or too many.
pub(super) fn problems() -> anyhow::Result<Vec<String>> {
    let mut problems = Vec::new();
    for (name, below) in FEATURES {
        let file = format!("crates/{name}/Cargo.toml");
        problems.extend(in_features(&file, &read_toml(&file)?, *below));
    }
    for (file, dependencies) in USERS {
        problems.extend(in_dependencies(file, &read_toml(file)?, dependencies));
    }
    for (file, column) in TABLES {
        problems.extend(in_table(file, &read(file)?, *column));
    }
    for (file, how) in NAMED {
        let text = read(file)?.to_lowercase();
        let unnamed = SERVICES.iter().filter(|service| !text.contains(&how.replace("{service}", service)));
        problems.extend(unnamed.map(|service| missing(file, service)));
    }
    for service in SERVICES {
        let files = FILES.iter().map(|file| file.replace("{service}", service));
        problems.extend(files.filter(|file| !root().join(file).exists()).map(|file| missing(&file, service)));
        if rules_of(service).is_none() {
            problems.push(missing("tests/src/contract/rules.rs", service));
        }
    }
    for folder in ["tests/inventory", "tests/snapshots"] {
        problems.extend(unknown(folder, &stems(&root().join(folder))?));
    }
    let in_catalog = catalog::entries().map(|entry| entry.metadata.service().to_owned()).collect();
    problems.extend(compare("the catalog (`entries` in saltant-core)", &in_catalog));
    problems.extend(compare("crates/saltant-cli/src (`name: \"…\"`)", &of_command()?));
    Ok(problems)
}

/// A manifest needs a feature for each service, which switches on that of the crate below, and `full`.
fn in_features(file: &str, manifest: &Table, below: Option<&str>) -> Vec<String> {
    let feature = |name: &str| Some(texts(manifest.get("features")?.get(name)?));
    let mut problems = Vec::new();
    for service in SERVICES {
        match (feature(service), below) {
            (None, _) => problems.push(missing(&format!("{file}: features"), service)),
            (Some(on), Some(below)) if !on.contains(&format!("{below}/{service}")) => {
                problems.push(format!("{file}: the feature {service} does not switch on {below}/{service}"));
            }
            _ => {}
        }
    }
    problems.extend(compare(&format!("{file}: the feature full"), &feature("full").unwrap_or_default()));
    problems
}

/// The dependencies need the feature `full`, or those of all services.
fn in_dependencies(file: &str, manifest: &Table, dependencies: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    for name in dependencies {
        let dependency = manifest.get("dependencies").and_then(|all| all.get(name));
        let features = dependency.and_then(|one| one.get("features")).map(texts).unwrap_or_default();
        let without = SERVICES.iter().filter(|service| !features.contains(**service));
        if !features.contains("full") {
            problems.extend(without.map(|service| missing(&format!("{file}: features of {name}"), service)));
        }
    }
    problems
}

/// A table of a document needs a row for each service.
fn in_table(file: &str, text: &str, column: usize) -> Vec<String> {
    let rows = text.lines().filter(|line| line.starts_with('|'));
    let cells: Vec<&str> = rows.filter_map(|row| row.split('|').nth(column)).map(str::trim).collect();
    let first_word = |cell: &str| cell.split([' ', ',']).next().unwrap_or_default().replace('`', "");
    let named = |service: &&&str| cells.iter().any(|cell| first_word(cell) == **service);
    SERVICES.iter().filter(|service| !named(service)).map(|service| missing(file, service)).collect()
}

/// The services that the command's sources describe.
fn of_command() -> anyhow::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let folder = root().join("crates/saltant-cli/src");
    for_each_source(&folder, &mut |_, text| {
        let names = text.lines().filter_map(|line| line.trim().strip_prefix("name: \"")?.split('"').next());
        found.extend(names.filter(|name| SERVICES.contains(name)).map(str::to_owned));
    })?;
    Ok(found)
}

fn compare(place: &str, found: &BTreeSet<String>) -> Vec<String> {
    let absent = SERVICES.iter().filter(|service| !found.contains(**service));
    absent.map(|service| missing(place, service)).chain(unknown(place, found)).collect()
}

fn missing(place: &str, service: &str) -> String {
    format!("{place}: {service} is missing")
}

fn unknown(place: &str, found: &BTreeSet<String>) -> Vec<String> {
    let unknown = found.iter().filter(|name| !SERVICES.contains(&name.as_str()));
    unknown.map(|name| format!("{place}: {name} is not in xtask/src/services.rs")).collect()
}

fn texts(value: &toml::Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn stems(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let stem = |entry: fs::DirEntry| Some(entry.path().file_stem()?.to_str()?.to_owned());
    Ok(entries.filter_map(|entry| stem(entry.ok()?)).collect())
}

fn read(file: &str) -> anyhow::Result<String> {
    fs::read_to_string(root().join(file)).with_context(|| file.to_owned())
}

fn read_toml(file: &str) -> anyhow::Result<Table> {
    read(file)?.parse().with_context(|| file.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_that_forgets_a_service_is_named_with_it() {
        let manifest = "[features]
            saltant = ['below/saltant']
            vantage6 = ['below/vantage6']
            inmanta = []
            agave = ['below/agave']
            full = ['saltant', 'vantage6', 'inmanta', 'astakos', 'reqwest']";
        assert_eq!(
            in_features("m", &manifest.parse().unwrap(), Some("below")),
            [
                "m: the feature inmanta does not switch on below/inmanta",
                "m: features: astakos is missing",
                "m: the feature full: agave is missing",
                "m: the feature full: reqwest is not in xtask/src/services.rs",
            ]
        );
        let manifest = "[dependencies]
            a = { features = ['full'] }
            b = { features = ['saltant', 'vantage6', 'inmanta', 'agave'] }";
        assert_eq!(
            in_dependencies("m", &manifest.parse().unwrap(), &["a", "b"]),
            ["m: features of b: astakos is missing"]
        );
    }

    #[test]
    fn a_document_that_forgets_a_service_is_named_with_it() {
        let text = "agave\n| one | `saltant` (default) |\n| two | `vantage6`, `x` |\n| 3 | inmanta |\n| agave | astakos |";
        assert_eq!(in_table("page", text, 2), ["page: agave is missing"]);
    }
}
