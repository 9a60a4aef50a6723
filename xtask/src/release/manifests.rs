//! What the manifests say about the packages that are published.

use std::fs;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use super::Outcome::{self, Passed};
use crate::root;
use crate::tools::{cargo, output};

/// The texts that every published package carries.
pub(super) const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The packages of this workspace that are published, each after those that it needs.
pub(super) struct Manifests {
    packages: Vec<Package>,
}

/// A package and its dependencies within the workspace.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) rust_version: Option<String>,
    pub(super) is_library: bool,
    license: Option<String>,
    description: Option<String>,
    pub(super) folder: std::path::PathBuf,
    pub(super) features: Vec<String>,
    /// The name, the wanted version, and whether it is only for tests.
    needs: Vec<(String, String, bool)>,
}

impl Manifests {
    pub(super) fn read() -> anyhow::Result<Self> {
        let text = output(&mut cargo("metadata --format-version 1 --no-deps --locked"))?;
        let metadata: Value = serde_json::from_str(&text)?;
        let all = metadata["packages"].as_array().context("cargo metadata lists packages")?;
        let published = all.iter().filter(|package| package["publish"].is_null());
        let mut packages = published.map(Package::read).collect::<anyhow::Result<Vec<_>>>()?;
        let names: Vec<_> = packages.iter().map(|package| package.name.clone()).collect();
        for package in &mut packages {
            package.needs.retain(|(name, ..)| names.contains(name));
        }
        Ok(Self { packages: ordered(packages)? })
    }

    pub(super) fn packages(&self) -> &[Package] {
        &self.packages
    }

    pub(super) fn libraries(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.is_library)
    }

    pub(super) fn names(&self) -> String {
        self.packages.iter().map(|package| package.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn version(&self) -> anyhow::Result<&str> {
        Ok(&self.packages.first().context("no package is published")?.version)
    }

    /// All packages have one version, and ask for exactly this one of each other.
    pub(super) fn versions(&self) -> anyhow::Result<Outcome> {
        let version = self.version()?;
        for package in &self.packages {
            ensure!(package.version == version, "{} has version {}", package.name, package.version);
            ensure!(package.description.is_some(), "{} has no description", package.name);
            for (name, wanted, _) in &package.needs {
                ensure!(*wanted == format!("={version}"), "{} wants {name} {wanted}", package.name);
            }
        }
        Ok(Passed(format!("{version}: {}", self.names())))
    }

    /// The changelog has a section for the version.
    pub(super) fn changelog(&self) -> anyhow::Result<Outcome> {
        let version = self.version()?;
        let text = fs::read_to_string(root().join("CHANGELOG.md"))?;
        let heading = format!("## {version}");
        let section = text.split("\n## ").find(|section| section.starts_with(version));
        let section = section.with_context(|| format!("CHANGELOG.md has no section `{heading}`"))?;
        let lines = section.lines().filter(|line| line.starts_with("- ")).count();
        ensure!(lines > 0, "the section `{heading}` of CHANGELOG.md is empty");
        let is_dated = !section.lines().next().unwrap_or_default().contains("unreleased");
        let date = if is_dated { "" } else { "; its date is still to be written" };
        Ok(Passed(format!("{version} has {lines} entries{date}")))
    }

    /// No package needs itself by way of its tests: such a package cannot be published first.
    pub(super) fn cycles(&self) -> anyhow::Result<Outcome> {
        for package in &self.packages {
            let mut reached: Vec<&str> = package.needs.iter().map(|(name, ..)| name.as_str()).collect();
            let mut at = 0;
            while let Some(name) = reached.get(at).copied() {
                ensure!(
                    name != package.name,
                    "{} needs itself, by way of {}",
                    package.name,
                    reached.join(", ")
                );
                let next = self.packages.iter().find(|other| other.name == name);
                for (name, ..) in next.iter().flat_map(|next| &next.needs) {
                    if !reached.contains(&name.as_str()) {
                        reached.push(name);
                    }
                }
                at += 1;
            }
        }
        Ok(Passed("no package needs itself, dev-dependencies included".to_owned()))
    }

    /// The oldest Rust that all packages declare.
    pub(super) fn rust_version(&self) -> anyhow::Result<&str> {
        let mut declared = self.packages.iter().map(|package| package.rust_version.as_deref());
        let first = declared.next().flatten().context("no `rust-version` is declared")?;
        ensure!(declared.all(|other| other == Some(first)), "the packages declare different `rust-version`s");
        Ok(first)
    }

    pub(super) fn licence_texts(&self) -> anyhow::Result<()> {
        for package in &self.packages {
            ensure!(package.license.is_some(), "{} names no licence", package.name);
            for text in LICENCES {
                let own = fs::read(package.folder.join(text));
                let own = own.with_context(|| format!("{} carries no {text}", package.name))?;
                ensure!(own == fs::read(root().join(text))?, "{}: {text} differs", package.name);
            }
        }
        Ok(())
    }
}

impl Package {
    fn read(package: &Value) -> anyhow::Result<Self> {
        let text = |name: &str| package[name].as_str().map(str::to_owned);
        let list = |name: &str| package[name].as_array().into_iter().flatten();
        let manifest = text("manifest_path").context("a package has a manifest")?;
        let is_library = list("targets")
            .any(|target| target["kind"].as_array().into_iter().flatten().any(|kind| *kind == "lib"));
        let needs = list("dependencies").filter_map(|need| {
            let (name, wanted) = (need["name"].as_str()?, need["req"].as_str()?);
            Some((name.to_owned(), wanted.to_owned(), need["kind"] == "dev"))
        });
        Ok(Self {
            name: text("name").context("a package has a name")?,
            version: text("version").context("a package has a version")?,
            rust_version: text("rust_version"),
            is_library,
            license: text("license"),
            description: text("description"),
            folder: std::path::Path::new(&manifest).parent().context("a manifest is in a folder")?.to_owned(),
            features: package["features"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone())
                .collect(),
            needs: needs.collect(),
        })
    }
}

/// Each package after those that it needs.
fn ordered(mut packages: Vec<Package>) -> anyhow::Result<Vec<Package>> {
    let mut ordered: Vec<Package> = Vec::new();
    while !packages.is_empty() {
        let ready = packages.iter().position(|package| {
            let mut needs = package.needs.iter().filter(|(_, _, is_dev)| !is_dev);
            needs.all(|(name, ..)| ordered.iter().any(|done| done.name == *name))
        });
        let Some(ready) = ready else { bail!("the packages need each other in a circle") };
        ordered.push(packages.remove(ready));
    }
    Ok(ordered)
}
