//! `site`: the guides, the examples and a page of all operations as static HTML, below `target/site`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command as Process, ExitCode};

use anyhow::{Context as _, ensure};

use crate::tools::{cargo, run as run_to_end};
use crate::{Command, root, verdict};

mod book;
mod calls;
mod html;
mod links;
mod operations;

pub(crate) const COMMAND: Command = Command {
    name: "site",
    arguments: "",
    about: "Makes the documentation as a site below target/site, and checks its links",
    run,
};

/// The generator, which is installed below `target/tools` where it is missing.
const GENERATOR: (&str, &str) = ("mdbook", "0.5.4");

fn run(_: &[String]) -> anyhow::Result<ExitCode> {
    let generator = match installed() {
        Some(generator) => generator,
        None => install()?,
    };
    let sources = root().join("target/site-sources");
    if sources.exists() {
        fs::remove_dir_all(&sources)?;
    }
    let operations = operations::page()?;
    book::write(&sources, &operations)?;

    let site = root().join("target/site");
    let mut command = Process::new(generator);
    command.arg("build").arg(&sources).arg("--dest-dir").arg(&site);
    ensure!(command.status().context("mdbook cannot be run")?.success(), "mdbook failed");

    let (broken, counted) = links::check(&site)?;
    println!("{counted} links; open {}", site.join("index.html").display());
    Ok(verdict(&broken))
}

/// The path of the generator, where it is installed: on PATH or below `target/tools`. Versions before 0.5 read the
/// settings and the pages otherwise.
pub(crate) fn installed() -> Option<PathBuf> {
    let runs = |path: &PathBuf| {
        let version = Process::new(path).arg("--version").output().map(|done| done.stdout);
        version.is_ok_and(|version| String::from_utf8_lossy(&version).contains("v0.5."))
    };
    [PathBuf::from(GENERATOR.0), tools().join("bin").join(GENERATOR.0)].into_iter().find(runs)
}

fn tools() -> PathBuf {
    root().join("target/tools")
}

fn install() -> anyhow::Result<PathBuf> {
    let (name, version) = GENERATOR;
    println!("installing {name} {version} below target/tools");
    run_to_end(cargo(&format!("install {name} --locked --version {version} --root")).arg(tools()))?;
    installed().context("the generator does not run")
}
