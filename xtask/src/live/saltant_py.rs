//! saltant-py and saltant-cli of the Python world, unmodified, against the dev server: every manager method
//! and every command, along the recorded calls of a real server.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use anyhow::{Context as _, ensure};

use super::missing;

/// What is installed. The replay expects the commands of this saltant-cli, broken ones included.
const PACKAGES: [&str; 2] = ["saltant-py==0.4.0", "saltant-cli==0.3.1"];

/// The Pythons that these packages and what they need run on: the oldest and the newest minor version of 3.
const OLDEST: u32 = 10;
const NEWEST: u32 = 14;

/// How the dev server is started: as the recorded server was, with a worker for one of its queues.
const SERVER: [&str; 14] = [
    "dev-server",
    "--addr",
    "127.0.0.1:0",
    "--user",
    "matt",
    "--user",
    "daniel",
    "--worker-queue",
    "my-task-queue",
    "--concurrency",
    "16",
    "--env",
    "SALTANT_DEMO_VAR=demo",
    "--json",
];

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let root = crate::root();
    let Some(python) = find_python() else {
        return Ok(missing(&format!(
            "there is no Python 3.{OLDEST} to 3.{NEWEST} with venv on PATH or among pyenv's versions"
        )));
    };
    let folder = root.join("target/live/saltant-py");
    let python = match install(&python, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    let command = build(root)?;
    let announcement = folder.join("server.json");
    let _server = Server::start(&command, &announcement)?;
    let replay = root.join("xtask/src/live/saltant_py/replay.py");
    let status = Command::new(python)
        .arg(replay)
        .arg(root.join("tests/contract/saltant/calls.jsonl"))
        .arg(announcement)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A Python that will do, the newest first: by its name on PATH, else one of pyenv's.
fn find_python() -> Option<PathBuf> {
    let names = (OLDEST..=NEWEST).rev().map(|minor| PathBuf::from(format!("python3.{minor}")));
    let plain = [PathBuf::from("python3"), PathBuf::from("python")];
    names.chain(plain).chain(pyenv()).find(|python| will_do(python))
}

/// The Pythons below pyenv's folder, the newest first.
fn pyenv() -> Vec<PathBuf> {
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(std::env::home_dir()?.join(".pyenv")));
    let versions = root.and_then(|root| std::fs::read_dir(root.join("versions")).ok());
    let mut found: Vec<_> =
        versions.into_iter().flatten().flatten().map(|version| version.path().join("bin/python")).collect();
    found.sort();
    found.reverse();
    found
}

fn will_do(python: &Path) -> bool {
    let check = format!(
        "import sys, venv, ensurepip; sys.exit(not (3, {OLDEST}) <= sys.version_info[:2] <= (3, {NEWEST}))"
    );
    let mut command = Command::new(python);
    command.args(["-c", &check]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Installs the packages in a folder of their own, once; gives its Python, or why it could not be done.
fn install(python: &Path, folder: &Path) -> anyhow::Result<Result<PathBuf, String>> {
    let environment = folder.join("venv");
    let inside = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let done = folder.join("installed");
    let wanted = PACKAGES.join("\n");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) && will_do(&inside) {
        return Ok(Ok(inside));
    }
    std::fs::create_dir_all(folder)?;
    println!("installing {} for {}", PACKAGES.join(" and "), python.display());
    let made = Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment).status()?;
    if !made.success() {
        return Ok(Err(format!("{} cannot make a virtual environment", python.display())));
    }
    let mut pip = Command::new(&inside);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "wheel", "setuptools"]);
    if !pip.args(PACKAGES).status()?.success() {
        return Ok(Err(format!("pip could not install {}", PACKAGES.join(" and "))));
    }
    std::fs::write(done, wanted)?;
    Ok(Ok(inside))
}

/// Builds the command, and says where it is.
fn build(root: &Path) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "-p", "saltant-cli", "--message-format", "json"]);
    let output = build.current_dir(root).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the command could not be built");
    let messages = String::from_utf8(output.stdout)?;
    let mut executables = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(PathBuf::from(message.get("executable")?.as_str()?))
    });
    executables.next_back().context("cargo named no executable")
}

/// A running dev server. Dropping it ends it.
struct Server(Child);

impl Server {
    /// Starts it and writes what it says about itself into a file.
    fn start(command: &Path, announcement: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new(command);
        command.args(SERVER).arg("--quiet").stdin(Stdio::null()).stdout(Stdio::piped());
        let mut server = Self(command.spawn()?);
        let stdout = server.0.stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        ensure!(line.starts_with('{'), "the dev server did not start");
        File::create(announcement)?.write_all(line.as_bytes())?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Told to end, it ends its jobs as well; killed, it could not.
        let pid = self.0.id().to_string();
        let told = cfg!(unix) && Command::new("kill").arg(pid).status().is_ok_and(|status| status.success());
        if !told {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}
