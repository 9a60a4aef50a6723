//! The command of an executable task: its words, its arguments and its environment.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::sync::Notify;

use super::words;
use crate::json::{Json, python};
use crate::process::{self, End};
use crate::saltant::broker::{Job, Settings};
use crate::saltant::logs::Logs;

/// A command that can be started.
#[derive(Debug)]
pub(super) struct Command {
    words: Vec<String>,
    /// All of the environment: nothing is inherited.
    environment: Vec<(String, OsString)>,
    /// A file that the command reads its arguments from, and what to write into it.
    json_file: Option<(PathBuf, String)>,
}

impl Command {
    /// Prepares the command, or gives the reason why it cannot be run.
    pub(super) fn new(
        settings: &Settings,
        job: &Job,
        json_file_option: Option<&str>,
    ) -> Result<Self, String> {
        let Json::Array(names) = &job.task_type.environment_variables else {
            return Err("environment_variables is not a list".to_owned());
        };
        let mut environment = Vec::new();
        for name in names {
            let name = name
                .as_str()
                .ok_or_else(|| format!("{} is not the name of a variable", python::repr(name)))?;
            let value = settings
                .variable(name)
                .ok_or_else(|| format!("the worker's environment has no variable {name}"))?;
            environment.push((name.to_owned(), value));
        }
        environment.push(("JOB_UUID".to_owned(), job.uuid.to_string().into()));
        environment.extend(settings.variable("PATH").map(|path| ("PATH".to_owned(), path)));

        let text = words::expanded(&job.task_type.command_to_run, |name| {
            settings.variable(name).map(|value| value.to_string_lossy().into_owned())
        });
        let mut words = words::split(&text)?;
        if words.is_empty() {
            return Err("the command is empty".to_owned());
        }
        let mut json_file = None;
        // Without arguments nothing is appended, not even the option.
        if !job.arguments.is_empty() {
            let arguments = python::dumps(&job.arguments);
            match json_file_option {
                None | Some("") => words.push(arguments),
                Some(option) => {
                    let path = std::env::temp_dir().join(format!("{}_args.json", job.uuid));
                    words.push(option.to_owned());
                    words.push(path.to_string_lossy().into_owned());
                    json_file = Some((path, arguments + "\n"));
                }
            }
        }
        Ok(Self { words, environment, json_file })
    }

    /// The program's name.
    pub(super) fn program(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Runs the command to its end, or until it is to stop, and writes its output to the logs. `stopping` is
    /// called once the command was asked to end.
    pub(super) async fn run(&self, logs: &Logs, stop: &Notify, stopping: impl FnOnce()) -> io::Result<End> {
        let stdout = File::create(logs.stdout_path()).await?.into_std().await;
        let stderr = File::create(logs.stderr_path()).await?.into_std().await;
        let _removed_afterwards = match &self.json_file {
            Some((path, text)) => {
                let file = JsonFile(path);
                tokio::fs::write(path, text).await?;
                Some(file)
            }
            None => None,
        };
        let mut process = tokio::process::Command::new(self.program());
        process.args(&self.words[1..]).env_clear();
        process.envs(self.environment.iter().map(|(name, value)| (name, value)));
        process.stdout(stdout).stderr(stderr);
        process::run(process, stop, stopping).await
    }
}

/// The file with a command's arguments, which is removed however the command ends.
struct JsonFile<'a>(&'a Path);

impl Drop for JsonFile<'_> {
    fn drop(&mut self) {
        // The command may have removed it itself.
        let _ = std::fs::remove_file(self.0);
    }
}

impl Settings {
    /// A variable of the worker's environment.
    fn variable(&self, name: &str) -> Option<OsString> {
        match self.environment.get(name) {
            Some(value) => Some(value.into()),
            // The system refuses to look up such a name.
            None if name.is_empty() || name.contains(['=', '\0']) => None,
            None => std::env::var_os(name),
        }
    }
}
