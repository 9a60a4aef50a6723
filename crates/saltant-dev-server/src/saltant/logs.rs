//! The logs of an instance.

use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// The logs of an instance: what its command wrote, and what the worker noted about it.
#[derive(Clone, Debug)]
pub struct Logs {
    directory: PathBuf,
    uuid: Uuid,
    lines: Vec<String>,
}

impl Logs {
    pub(crate) fn new(root: &Path, uuid: Uuid, lines: Vec<String>) -> Self {
        Self { directory: root.join(uuid.to_string()), uuid, lines }
    }

    /// The directory of the instance's log files, named like the instance.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The file with the standard output; it exists once the command has been started.
    pub fn stdout_path(&self) -> PathBuf {
        self.directory.join(format!("{}-stdout.txt", self.uuid))
    }

    /// The file with the standard error; it exists once the command has been started.
    pub fn stderr_path(&self) -> PathBuf {
        self.directory.join(format!("{}-stderr.txt", self.uuid))
    }

    /// Reads the standard output so far; bytes that are not UTF-8 are replaced.
    pub fn stdout(&self) -> io::Result<String> {
        read(&self.stdout_path())
    }

    /// Reads the standard error so far; bytes that are not UTF-8 are replaced.
    pub fn stderr(&self) -> io::Result<String> {
        read(&self.stderr_path())
    }

    /// What the worker noted about the instance: that it was started, why it failed. The API does not show it.
    pub fn worker_lines(&self) -> &[String] {
        &self.lines
    }
}

fn read(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&std::fs::read(path)?).into_owned())
}
