//! `layers`: checks in cargo's own dependency trees that crates depend on each other one way and stay light,
//! that public types are open for new fields and name no unstable crate, and that every list of services is complete.

mod services;
mod shape;

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command as Process, ExitCode};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use crate::services::SERVICES;
use crate::{Command, verdict};

pub(crate) const COMMAND: Command = Command {
    name: "layers",
    arguments: "",
    about: "Checks the dependencies between the crates and the lists of services",
    run,
};

/// Which crates of the workspace each crate may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("saltant-types", &["saltant-macros"]),
    ("saltant-macros", &[]),
    ("saltant-core", &["saltant-types", "saltant-macros"]),
    ("saltant-http", &["saltant-types", "saltant-core"]),
    ("saltant", &["saltant-types", "saltant-macros", "saltant-core", "saltant-http"]),
    // It shares no model with the client, so that a mistake in a model shows.
    ("saltant-dev-server", &[]),
    ("saltant-cli", &["saltant", "saltant-dev-server"]),
];

/// Promise S2: the crates that a layer must not depend on, even indirectly, and how many crates its tree may
/// have, itself included.
struct Light {
    name: &'static str,
    without: &'static [&'static str],
    most: usize,
}

const RUNTIMES: &[&str] = &["tokio", "reqwest", "hyper", "hyper-util", "tower", "mio", "rustls"];
const NO_HTTP: &[&str] =
    &["tokio", "reqwest", "hyper", "hyper-util", "tower", "mio", "rustls", "http", "bytes"];

const LIGHT: &[Light] = &[
    // Two of them only come with the feature `chrono-0_4`; the example below has the tree without them.
    Light { name: "saltant-types", without: NO_HTTP, most: 19 },
    Light { name: "saltant-core", without: RUNTIMES, most: 50 },
    Light { name: "example-types-only", without: NO_HTTP, most: 18 },
    Light { name: "example-own-transport", without: RUNTIMES, most: usize::MAX },
];

fn run(_: &[String]) -> anyhow::Result<ExitCode> {
    check_arrows()?;
    for light in LIGHT {
        let tree = tree(light.name)?;
        if let Some(heavy) = light.without.iter().find(|name| tree.contains(**name)) {
            bail!("{} reaches {heavy}: see `cargo tree -p {} -i {heavy}`", light.name, light.name);
        }
        let (name, count) = (light.name, tree.len());
        ensure!(count <= light.most, "{name} has {count} crates in its tree; {} is the limit", light.most);
        println!("{name}: {count} crates, none of {}", light.without.join(", "));
    }
    let unstable = unstable()?;
    let mut problems = shape::problems(&unstable)?;
    if problems.is_empty() {
        let names = unstable.values().flatten().cloned().collect::<BTreeSet<_>>();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        println!("public types are open for new fields, and no signature of the lower crates names {names}");
    }
    let of_services = services::problems()?;
    if of_services.is_empty() {
        println!("every list of services names these: {}", SERVICES.join(", "));
    }
    problems.extend(of_services);
    Ok(verdict(&problems))
}

/// The names of the crates in a normal tree with all features.
fn tree(name: &str) -> anyhow::Result<BTreeSet<String>> {
    let arguments = ["tree", "-p", name, "--all-features", "-e", "normal", "--prefix", "none", "--no-dedupe"];
    let lines = output(&arguments)?;
    Ok(lines.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

/// The manifests of the workspace's packages, as cargo reads them.
fn packages() -> anyhow::Result<Vec<Value>> {
    let text = output(&["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&text).context("cargo metadata")?;
    metadata["packages"].as_array().cloned().context("cargo metadata has no packages")
}

/// The dependencies below version 1.0 of the crates that must not show them, as code names them.
fn unstable() -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let mut all = BTreeMap::new();
    for package in packages()? {
        let name = package["name"].as_str().unwrap_or_default();
        if !["saltant-types", "saltant-core"].contains(&name) {
            continue;
        }
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let unstable = dependencies.filter(|dependency| {
            let name = dependency["name"].as_str().unwrap_or_default();
            let version = dependency["req"].as_str().unwrap_or_default();
            version.trim_start_matches(['^', '=']).starts_with("0.") && !name.starts_with("saltant")
        });
        let names = unstable.filter_map(|dependency| Some(dependency["name"].as_str()?.replace('-', "_")));
        all.insert(name.to_owned(), names.collect());
    }
    Ok(all)
}

fn check_arrows() -> anyhow::Result<()> {
    for package in &packages()? {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            // Crates that are never published are not layers: tests, examples, xtask, the bench.
            let is_published = package["publish"].as_array().is_none_or(|registries| !registries.is_empty());
            ensure!(!is_published, "{name} is not in the table of layers (ARROWS)");
            continue;
        };
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        // Only tests may depend on a higher layer.
        let normal = dependencies.filter(|dependency| dependency["kind"].is_null());
        for dependency in normal.filter_map(|dependency| dependency["name"].as_str()) {
            let ours = dependency.starts_with("saltant") || dependency == "xtask";
            ensure!(!ours || allowed.contains(&dependency), "{name} must not depend on {dependency}");
        }
    }
    println!("the {} crates depend on each other in one direction", ARROWS.len());
    Ok(())
}

fn output(arguments: &[&str]) -> anyhow::Result<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Process::new(cargo).args(arguments).output().context("cargo cannot be run")?;
    ensure!(
        done.status.success(),
        "cargo {}: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).context("cargo's output is not UTF-8")
}
