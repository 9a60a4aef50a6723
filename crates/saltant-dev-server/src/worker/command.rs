//! The command of an executable task: its words, its arguments and its environment.

use std::ffi::OsString;
use std::path::PathBuf;

use super::{Job, Settings, words};
use crate::json::{Json, python};

/// A command that is ready to be started.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) words: Vec<String>,
    /// All of the environment: nothing is inherited.
    pub(super) environment: Vec<(String, OsString)>,
    /// A file that the command reads its arguments from, and what to write into it.
    pub(super) json_file: Option<(PathBuf, String)>,
}

impl Command {
    /// Prepares the command, or tells why it cannot be run.
    pub(super) fn new(
        settings: &Settings,
        job: &Job,
        json_file_option: Option<&str>,
    ) -> Result<Self, String> {
        let Json::Array(names) = &job.task_type.environment_variables else {
            return Err("environment_variables is no list".to_owned());
        };
        let mut environment = Vec::new();
        for name in names {
            let name = name.as_str().ok_or_else(|| format!("{} names no variable", python::repr(name)))?;
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
                    json_file = Some((path, arguments));
                }
            }
        }
        Ok(Self { words, environment, json_file })
    }

    /// The program's name.
    pub(super) fn program(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

impl Settings {
    /// A variable of the worker's environment.
    fn variable(&self, name: &str) -> Option<OsString> {
        match self.environment.get(name) {
            Some(value) => Some(value.into()),
            // Asking for such a name is an error of the system's, not of the environment's.
            None if name.is_empty() || name.contains(['=', '\0']) => None,
            None => std::env::var_os(name),
        }
    }
}
