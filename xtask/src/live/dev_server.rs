//! The dev server as a process of its own, from the command.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, ensure};

/// A running dev server, which is ended on drop.
pub(super) struct DevServer(Child);

impl DevServer {
    /// Builds the command and starts the server of a service with these arguments. Its first line of output, which
    /// describes it, goes into a file.
    pub(super) fn start<T: AsRef<str>>(
        service: &str,
        arguments: &[T],
        variables: &[(&str, &Path)],
        announcement: &Path,
    ) -> anyhow::Result<Self> {
        let mut command = Command::new(build(crate::root())?);
        command.args(["dev-server", service, "--addr", "127.0.0.1:0", "--json", "--quiet"]);
        command.args(arguments.iter().map(AsRef::as_ref)).envs(variables.iter().copied());
        let mut server = Self(command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?);
        let stdout = server.0.stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        ensure!(line.starts_with('{'), "the dev server did not start");
        File::create(announcement)?.write_all(line.as_bytes())?;
        Ok(server)
    }
}

/// Builds the command; returns its path.
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

impl Drop for DevServer {
    fn drop(&mut self) {
        // A TERM signal lets it end its jobs, a kill would not.
        let pid = self.0.id().to_string();
        let told = cfg!(unix) && Command::new("kill").arg(pid).status().is_ok_and(|status| status.success());
        if !told {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}
