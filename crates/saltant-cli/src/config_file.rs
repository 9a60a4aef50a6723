//! The config file: profiles, each with settings of services.
//!
//! ```toml
//! default = "work"
//!
//! [profiles.work.saltant]
//! url = "https://saltant.example.org/api/"
//! token = "…"
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::exit::Failure;
use crate::private_file::PrivateFile;
use crate::service;

/// The environment variable that names the file.
const PATH_VARIABLE: &str = "SALTANT_CONFIG";

/// A profile: per service, the value of each setting.
pub(crate) type Profile = BTreeMap<String, BTreeMap<String, String>>;

/// The content of the file. `Debug` does not show values.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfigFile {
    /// The profile that is used if none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) default: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) profiles: BTreeMap<String, Profile>,
    /// Whether other users could read the file when it was read.
    #[serde(skip)]
    readable_by_others: bool,
}

impl ConfigFile {
    /// Reads a file. One that does not exist counts as empty.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Failure::usage(format!("{}: {error}", path.display()))),
        };
        let mut file: Self = toml::from_str(&text).map_err(|error| {
            // The error's own text would quote the line, which may contain a token.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Failure::usage(format!("{}, line {line}: {}", path.display(), safe_message(&error)))
        })?;
        file.readable_by_others = readable_by_others(path);
        Ok(file)
    }

    /// Changes a file, which is created if it does not exist. Changes by several commands follow one another.
    ///
    /// If the change fails, the file stays as it is.
    pub(crate) fn change<T>(
        path: &Path,
        change: impl FnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let wrong = |error: io::Error| Failure::usage(format!("{}: {error}", path.display()));
        let private = PrivateFile::lock(path).map_err(wrong)?;
        let mut file = Self::read(path)?;
        let done = change(&mut file)?;
        let text = toml::to_string(&file).map_err(|error| Failure::usage(error.to_string()))?;
        private.replace(&text).map_err(wrong)?;
        Ok(done)
    }

    /// The names of the profiles, for a message.
    pub(crate) fn profile_names(&self) -> String {
        self.profiles.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
    }

    /// Whether it contains a secret that other users can read.
    pub(crate) fn is_exposed(&self) -> bool {
        // A setting that this version does not know may be a secret.
        let is_secret = |service: &str, name: &str| {
            service::find(service)
                .and_then(|service| service.setting(name))
                .is_none_or(|setting| setting.secret)
        };
        let mut services = self.profiles.values().flatten();
        self.readable_by_others
            && services.any(|(service, values)| values.keys().any(|name| is_secret(service, name)))
    }
}

impl fmt::Debug for ConfigFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigFile")
            .field("default", &self.default)
            .field("profiles", &self.profiles.keys())
            .finish_non_exhaustive()
    }
}

/// The message of an error, or a general one if the message could quote a value.
fn safe_message(error: &toml::de::Error) -> String {
    let message = error.message().lines().next().unwrap_or_default();
    if message.contains("unknown field") || message.contains("missing") || !message.contains(['"', '`']) {
        message.to_owned()
    } else {
        "each setting has to be a string in quotes in a table [profiles.NAME.SERVICE]".to_owned()
    }
}

#[cfg(unix)]
fn readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn readable_by_others(_: &Path) -> bool {
    false
}

/// The path of the file where no flag gives one.
pub(crate) fn default_path() -> Result<PathBuf, Failure> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = set(PATH_VARIABLE) {
        return Ok(path);
    }
    let base = set("XDG_CONFIG_HOME").filter(|path| path.is_absolute());
    let base = base.or_else(|| if cfg!(windows) { set("APPDATA") } else { None });
    let base = base.or_else(|| Some(std::env::home_dir()?.join(".config")));
    match base {
        Some(base) => Ok(base.join("saltant").join("config.toml")),
        None => Err(Failure::usage(format!(
            "no home directory found; set {PATH_VARIABLE} to the path of a config file"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("config.toml");
        fs::write(&path, text).unwrap();
        (directory, path)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/config.toml");
        ConfigFile::change(&path, |file| {
            file.default = Some("work".to_owned());
            let service =
                file.profiles.entry("work".to_owned()).or_default().entry("saltant".to_owned()).or_default();
            service.insert("token".to_owned(), "a \"quoted\" one".to_owned());
            Ok(())
        })
        .unwrap();
        let again = ConfigFile::read(&path).unwrap();
        assert_eq!(again.default.as_deref(), Some("work"));
        assert_eq!(again.profiles["work"]["saltant"]["token"], "a \"quoted\" one");
    }

    #[test]
    fn a_change_that_fails_leaves_the_file_as_it_is() {
        let text = "default = 'a'\n[profiles.a.saltant]\nurl = 'u'\n";
        let (_directory, path) = written(text);
        let failed: Result<(), _> = ConfigFile::change(&path, |file| {
            file.default = None;
            Err(Failure::usage("no"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[cfg(unix)]
    #[test]
    fn a7_only_the_owner_can_read_the_file_whatever_its_mode_was_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let (directory, path) = written("[profiles.a.saltant]\ntoken = \"t\"\n");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(ConfigFile::read(&path).unwrap().is_exposed());
        ConfigFile::change(&path, |_| Ok(())).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!ConfigFile::read(&path).unwrap().is_exposed());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2, "only the lock is left behind");
    }

    #[test]
    fn a5_a_broken_file_is_reported_by_its_line_without_its_values() {
        for text in [
            "default = 'a'\n[profiles.a.saltant]\ntoken = canary",
            "default = 'a'\n[profiles.a.saltant]\ntoken = \"canary",
            "default = 'a'\n[profiles.a]\nsaltant = \"canary\"",
            "default = 'a'\n\ntoken = 'canary'",
        ] {
            let (_directory, path) = written(text);
            let failure = format!("{:?}", ConfigFile::read(&path).unwrap_err());
            assert!(failure.contains("line 3") && !failure.contains("canary"), "{failure}");
        }
    }
}
