//! Programs of others that a task needs.

use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::root;

/// A subcommand of cargo that is installed by itself.
#[derive(Clone, Copy)]
pub(crate) struct Tool(pub(crate) &'static str);

/// cargo-deny: licences, advisories and bans.
pub(crate) const DENY: Tool = Tool("cargo-deny");
/// cargo-fuzz: libFuzzer for Rust.
pub(crate) const FUZZ: Tool = Tool("cargo-fuzz");
/// cargo-hack: sets of features.
pub(crate) const HACK: Tool = Tool("cargo-hack");
/// cargo-llvm-cov: lines that tests reach.
pub(crate) const LLVM_COV: Tool = Tool("cargo-llvm-cov");
/// cargo-mutants: faults that tests have to find.
pub(crate) const MUTANTS: Tool = Tool("cargo-mutants");
/// cargo-public-api: the list of public items.
pub(crate) const PUBLIC_API: Tool = Tool("cargo-public-api");
/// cargo-semver-checks: changes that break programs.
pub(crate) const SEMVER_CHECKS: Tool = Tool("cargo-semver-checks");

impl Tool {
    /// What to do about a tool that is missing; `None` if it is installed.
    pub(crate) fn missing(self) -> Option<String> {
        let name = self.0;
        let word = name.strip_prefix("cargo-").unwrap_or(name);
        let found = Command::new(name)
            .args([word, "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        (!found).then(|| format!("{name} is not installed: cargo install --locked {name}"))
    }
}

/// What to do about a toolchain that is missing; `None` if it is installed.
pub(crate) fn missing_toolchain(name: &str) -> Option<String> {
    let installed = Command::new("rustup").args(["toolchain", "list"]).output();
    let installed = installed.map(|done| String::from_utf8_lossy(&done.stdout).into_owned());
    let is_there = installed.is_ok_and(|list| list.lines().any(|line| line.starts_with(&format!("{name}-"))));
    (!is_there).then(|| {
        format!("the toolchain {name} is not installed: rustup toolchain install {name} --profile minimal")
    })
}

/// Cargo, called by words; a toolchain is the first, as `+nightly`.
pub(crate) fn cargo(call: &str) -> Command {
    // The variable names the cargo of this toolchain: another one is found by rustup's own.
    let own = std::env::var_os("CARGO").filter(|_| !call.starts_with('+'));
    let mut command = Command::new(own.unwrap_or_else(|| "cargo".into()));
    command.args(call.split_whitespace()).current_dir(root());
    if call.starts_with('+') {
        // What the running cargo has set would make rustup's cargo use this toolchain's compiler.
        for name in ["RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "CARGO"] {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    println!("\n== {shown}");
    let status = command.status().with_context(|| format!("{shown} cannot be run"))?;
    ensure!(status.success(), "{shown} failed");
    Ok(())
}

/// Runs a command to its end; gives what it printed to stdout.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let shown = shown(command);
    let done = command.stderr(Stdio::inherit()).output().with_context(|| format!("{shown} cannot be run"))?;
    ensure!(done.status.success(), "{shown} failed");
    Ok(String::from_utf8(done.stdout)?)
}

fn shown(command: &Command) -> String {
    let arguments: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    format!("cargo {}", arguments.join(" "))
}
