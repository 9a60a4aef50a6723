//! Builds of the packages as their users build them.

use std::path::Path;
use std::process::Command;

use anyhow::ensure;

use super::Outcome::{self, NotHere, Passed};
use super::manifests::Manifests;
use crate::root;
use crate::tools::{HACK, cargo, missing_toolchain, run};

/// Packs and builds all packages in their order, as publishing would, and uploads nothing.
pub(super) fn dry_publish(manifests: &Manifests) -> anyhow::Result<Outcome> {
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

/// Builds each library with every feature and every pair of features.
pub(super) fn features(manifests: &Manifests) -> anyhow::Result<Outcome> {
    if let Some(missing) = HACK.missing() {
        return Ok(NotHere(missing));
    }
    let mut features = 0;
    for package in manifests.libraries().filter(|package| package.features.len() > 1) {
        features += package.features.len();
        let pairs = "--feature-powerset --depth 2 --exclude-features default,full --no-dev-deps";
        run(&mut cargo(&format!("hack check --locked -p {} {pairs}", package.name)))?;
    }
    Ok(Passed(format!("each of {features} features and each pair of a library's builds")))
}
