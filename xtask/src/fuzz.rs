//! `fuzz`: the fuzz targets, one after the other, from inputs made of the recorded calls.

mod seeds;

use std::io::{BufRead as _, BufReader};
use std::process::{ExitCode, Stdio};

use anyhow::{Context as _, bail};

use crate::tools::{FUZZ, cargo, missing_toolchain};
use crate::{Command, root};

pub(crate) const COMMAND: Command = Command {
    name: "fuzz",
    arguments: "[--time SECONDS] [TARGET…]",
    about: "Runs the fuzz targets, a minute each by default; needs cargo-fuzz and a nightly toolchain",
    run,
};

/// The targets, in the order in which they run.
const TARGETS: [&str; 5] = ["answers", "errors", "texts", "requests", "executor"];

fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    if let Some(missing) = FUZZ.missing().or_else(|| missing_toolchain("nightly")) {
        eprintln!("not run: {missing}");
        return Ok(ExitCode::from(3));
    }
    let mut arguments = arguments.iter();
    let (mut seconds, mut targets) = (60, Vec::new());
    while let Some(argument) = arguments.next() {
        match TARGETS.iter().find(|target| argument == *target) {
            Some(target) => targets.push(*target),
            None if argument == "--time" => {
                let time = arguments.next().context("--time needs a number of seconds")?;
                seconds = time.parse().context("--time needs a number of seconds")?;
            }
            None => bail!("there is no target `{argument}`; there are: {}", TARGETS.join(", ")),
        }
    }
    if targets.is_empty() {
        targets = TARGETS.to_vec();
    }
    let corpus = root().join("fuzz/corpus");
    println!("{} inputs made of the recorded calls", seeds::write(&corpus)?);
    for target in &targets {
        let runs = fuzz(target, seconds)?;
        println!("{target:<10} {runs}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a target; gives its last line of figures.
fn fuzz(target: &str, seconds: u32) -> anyhow::Result<String> {
    let call = format!(
        "+nightly fuzz run {target} -- -max_total_time={seconds} -max_len=8192 -timeout=10 -rss_limit_mb=2048"
    );
    let mut child = cargo(&call).stderr(Stdio::piped()).spawn().context("cargo cannot be run")?;
    let (mut lines, mut done, mut edges) = (Vec::new(), None, None);
    for line in BufReader::new(child.stderr.take().context("stderr is a pipe")?).lines() {
        let line = String::from_utf8_lossy(line?.as_bytes()).into_owned();
        done = line.strip_prefix("Done ").map(str::to_owned).or(done);
        let covered = line.split_once(" cov: ").and_then(|(_, rest)| rest.split(' ').next());
        edges = covered.map(str::to_owned).or(edges);
        lines.push(line);
    }
    if child.wait()?.success() {
        let (done, edges) = done.zip(edges).context("libFuzzer did not say how many inputs it ran")?;
        return Ok(format!("{done}, {edges} edges reached"));
    }
    let tail = lines.len().saturating_sub(40);
    bail!("{target} found something:\n{}", lines[tail..].join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_file_and_a_row_in_the_readme() {
        let readme = std::fs::read_to_string(root().join("fuzz/README.md")).unwrap();
        let files = std::fs::read_dir(root().join("fuzz/fuzz_targets")).unwrap();
        let mut files: Vec<String> = files
            .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        files.sort();
        let mut targets = TARGETS;
        targets.sort_unstable();
        assert_eq!(files, targets);
        for target in targets {
            assert!(readme.contains(&format!("| `{target}` |")), "{target}");
        }
    }
}
