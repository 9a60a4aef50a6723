//! Builds of the packages as their users build them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::ensure;

use super::Outcome::{self, NotHere, Passed};
use super::manifests::{LICENCES, Manifests};
use crate::root;
use crate::services::SERVICES;
use crate::tools::{HACK, cargo, missing_toolchain, output, run};

/// Packs and builds all packages in their order, as publishing would, and uploads nothing.
pub(super) fn dry_publish(manifests: &Manifests) -> anyhow::Result<Outcome> {
    for package in manifests.packages() {
        let files = output(&mut cargo(&format!("package --list --locked -p {}", package.name)))?;
        for file in LICENCES.iter().chain(&["Cargo.lock", "README.md"]) {
            ensure!(files.lines().any(|packed| packed == *file), "{}: {file} is not packed", package.name);
        }
    }
    let packages: Vec<_> =
        manifests.packages().iter().map(|package| format!("-p {}", package.name)).collect();
    run(&mut cargo(&format!("publish --dry-run --locked {}", packages.join(" "))))?;
    Ok(Passed(format!("packed and built: {}", manifests.names())))
}

/// Builds with the oldest Rust that the manifests declare.
pub(super) fn oldest_rust(manifests: &Manifests) -> anyhow::Result<Outcome> {
    let version = manifests.rust_version()?;
    if let Some(missing) = missing_toolchain(version) {
        return Ok(NotHere(format!("{version} is declared by all; {missing}")));
    }
    run(&mut cargo(&format!("+{version} check --locked --workspace --all-features")))?;
    Ok(Passed(format!("the workspace builds with {version}")))
}

/// Builds with the oldest versions of the direct dependencies that the manifests allow.
pub(super) fn oldest_dependencies(manifests: &Manifests) -> anyhow::Result<Outcome> {
    if let Some(missing) = missing_toolchain("nightly") {
        return Ok(NotHere(missing));
    }
    let copy = root().join("target/oldest-dependencies");
    fresh_copy(&copy)?;
    // What is not published must not raise the versions.
    let manifest = std::fs::read_to_string(copy.join("Cargo.toml"))?;
    let members = |line: &str| {
        if line.starts_with("members = ") { "members = [\"crates/*\"]" } else { line }.to_owned()
    };
    let manifest: Vec<_> = manifest.lines().map(members).collect();
    std::fs::write(copy.join("Cargo.toml"), manifest.join("\n"))?;
    let target = copy.with_extension("target");
    let within = |call: &str| {
        let mut command = cargo(call);
        command.current_dir(&copy).env("CARGO_TARGET_DIR", &target);
        command
    };
    run(&mut within("+nightly update -Z direct-minimal-versions"))?;
    let packages: Vec<_> =
        manifests.packages().iter().map(|package| format!("-p {}", package.name)).collect();
    run(&mut within(&format!("check --all-features {}", packages.join(" "))))?;
    Ok(Passed("the packages build with the oldest versions that they allow".to_owned()))
}

/// The files of the last commit in a folder.
fn fresh_copy(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let mut clone = Command::new("git");
    let status = clone.args(["clone", "--quiet", "--depth=1"]).arg(format!("file://{}", root().display()));
    ensure!(status.arg(folder).status()?.success(), "the last commit cannot be copied");
    Ok(())
}

/// Builds each library without features, with each, with all, and with each pair of those that its own code names.
///
/// A feature that is only passed on is paired in the crate that it is passed to. Services are not paired with each
/// other: each builds alone, and all build together.
pub(super) fn features(manifests: &Manifests) -> anyhow::Result<Outcome> {
    if let Some(missing) = HACK.missing() {
        return Ok(NotHere(missing));
    }
    let services = SERVICES.join(",");
    let mut count = 0;
    for package in manifests.libraries() {
        let asked = own_features(&package.folder.join("src"))?;
        let all = package.features.iter().filter(|name| !["default", "full"].contains(&name.as_str()));
        let own: Vec<_> = all.clone().filter(|name| asked.contains(*name)).cloned().collect();
        let sets = [
            "clippy --all-features".to_owned(),
            format!("hack clippy --each-feature --exclude-features default,full,{}", own.join(",")),
            format!(
                "hack clippy --feature-powerset --depth 2 --mutually-exclusive-features {services} --include-features {}",
                own.join(",")
            ),
        ];
        let sets = if own.is_empty() { &sets[..1] } else { &sets[..] };
        for call in sets {
            run(&mut cargo(&format!("{call} --locked -p {} --no-deps -- -D warnings", package.name)))?;
        }
        count += all.count();
    }
    Ok(Passed(format!("{count} features, alone and in pairs, build without a warning")))
}

/// The features that the sources in a folder ask for.
fn own_features(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            names.append(&mut own_features(&path)?);
        } else {
            let text = std::fs::read_to_string(&path)?;
            let asked = text.split("feature = \"").skip(1).filter_map(|rest| rest.split('"').next());
            names.extend(asked.map(str::to_owned));
        }
    }
    Ok(names)
}
