//! The public items of the libraries, and whether a change of them breaks programs.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};

use super::Outcome::{self, NotHere, Passed};
use super::manifests::{Manifests, Package};
use crate::root;
use crate::tools::{PUBLIC_API, SEMVER_CHECKS, cargo, missing_toolchain, output, run};

/// Compares with the last release by its tag.
pub(super) fn semver(manifests: &Manifests) -> anyhow::Result<Outcome> {
    let tag = Command::new("git").args(["describe", "--tags", "--abbrev=0"]).current_dir(root()).output();
    let tag = tag.ok().filter(|done| done.status.success());
    let Some(tag) = tag.map(|done| String::from_utf8_lossy(&done.stdout).trim().to_owned()) else {
        return Ok(NotHere("no release has a tag yet: there is nothing to compare with".to_owned()));
    };
    if let Some(missing) = SEMVER_CHECKS.missing() {
        return Ok(NotHere(missing));
    }
    for package in manifests.libraries() {
        run(&mut cargo(&format!("semver-checks --baseline-rev {tag} -p {}", package.name)))?;
    }
    Ok(Passed(format!("no library breaks programs that were made for {tag}")))
}

/// Compares with the listing that the repository keeps.
pub(super) fn listing(manifests: &Manifests) -> anyhow::Result<Outcome> {
    if let Some(missing) = PUBLIC_API.missing().or_else(|| missing_toolchain("nightly")) {
        return Ok(NotHere(missing));
    }
    let mut items = 0;
    for package in manifests.libraries() {
        let now = list(package)?;
        let kept = fs::read_to_string(file(package)).unwrap_or_default();
        if now != kept {
            let change = |one: &str, other: &str, sign: &str| {
                let lines = one.lines().filter(|line| !other.lines().any(|kept| kept == *line));
                lines.take(20).map(|line| format!("\n  {sign} {line}")).collect::<Vec<_>>().concat()
            };
            bail!(
                "{} differs from its listing; after a review: cargo xtask release --accept-api{}{}",
                package.name,
                change(&kept, &now, "-"),
                change(&now, &kept, "+"),
            );
        }
        items += now.lines().count();
    }
    Ok(Passed(format!("{items} public items as listed in docs/api")))
}

/// Writes the listings.
pub(super) fn accept(manifests: &Manifests) -> anyhow::Result<()> {
    if let Some(missing) = PUBLIC_API.missing().or_else(|| missing_toolchain("nightly")) {
        bail!("not possible here: {missing}");
    }
    for package in manifests.libraries() {
        let file = file(package);
        fs::create_dir_all(file.parent().context("a listing is in a folder")?)?;
        fs::write(&file, list(package)?)?;
        println!("{}", file.display());
    }
    Ok(())
}

fn file(package: &Package) -> PathBuf {
    root().join("docs/api").join(format!("{}.txt", package.name))
}

/// The public items with all features, without what derives and blanket implementations add.
fn list(package: &Package) -> anyhow::Result<String> {
    output(&mut cargo(&format!("+nightly public-api -p {} --all-features -sss --color never", package.name)))
}
