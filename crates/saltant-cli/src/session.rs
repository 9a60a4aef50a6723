//! What `saltant login` keeps: the tokens of a service, for a profile and an address.
//!
//! Each service of a profile has a file of its own, so that a renewal holds up no other service. All of it is
//! read and written while the file is locked, except that a command that begins reads without the lock: the
//! file is replaced in one step.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use saltant::Secret;
use serde::{Deserialize, Serialize};

use crate::exit::Failure;
use crate::private_file::{self, PrivateFile};
use crate::service::Service;

mod store;
mod tokens;

pub(crate) use store::credential;
pub(crate) use tokens::SessionTokens;

/// The name of the session of commands that use no profile. It is that of the first profile, which
/// `saltant config set` creates.
pub(crate) const NO_PROFILE: &str = "default";

/// A login: who, where, and the tokens. `Debug` shows no token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The address that the tokens are for.
    pub(crate) url: String,
    /// The user, as the service calls them.
    #[serde(default)]
    pub(crate) user: Option<String>,
    /// When the access token expires, in seconds since 1970, if that is known.
    #[serde(default)]
    expires: Option<u64>,
    /// The file of agavepy that has the same tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) agave_cache: Option<PathBuf>,
    /// Tokens and what renews them, by the names of settings.
    values: BTreeMap<String, Secret>,
}

impl Session {
    pub(crate) fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), user: None, expires: None, agave_cache: None, values: BTreeMap::new() }
    }

    /// The value of a setting.
    pub(crate) fn get(&self, name: &str) -> Option<&Secret> {
        self.values.get(name)
    }

    /// Sets or removes the value of a setting.
    pub(crate) fn set(&mut self, name: &str, value: Option<Secret>) {
        match value {
            Some(value) => self.values.insert(name.to_owned(), value),
            None => self.values.remove(name),
        };
    }

    /// When the access token expires, if that is known.
    pub(crate) fn expires(&self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.expires?))
    }

    pub(crate) fn set_expires(&mut self, expires: Option<SystemTime>) {
        let since = expires.and_then(|expires| expires.duration_since(SystemTime::UNIX_EPOCH).ok());
        self.expires = since.map(|since| since.as_secs());
    }

    /// Whether these are tokens of the same login, perhaps renewed.
    fn is_same_login(&self, other: &Self) -> bool {
        (&self.url, &self.user) == (&other.url, &other.user)
    }
}

/// The file of a session, which may not exist.
#[derive(Clone, Debug)]
pub(crate) struct SessionFile(PathBuf);

impl SessionFile {
    /// The file for a service and a profile; `None` if this system has no place for it.
    pub(crate) fn of(profile: Option<&str>, service: &Service) -> Option<Self> {
        let mut name = String::new();
        for byte in profile.unwrap_or(NO_PROFILE).bytes() {
            let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            let _ = if is_plain { write!(name, "{}", char::from(byte)) } else { write!(name, "%{byte:02X}") };
        }
        Some(Self(directory()?.join("sessions").join(format!("{name}.{}.json", service.name))))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The session, if there is one.
    pub(crate) fn read(&self) -> Result<Option<Session>, Failure> {
        let text = match std::fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            // A name that is too long is that of no session.
            Err(error) if error.kind() == io::ErrorKind::InvalidFilename => return Ok(None),
            Err(error) => return Err(self.wrong(&error)),
        };
        // The parser's words could repeat a token.
        let session = serde_json::from_str(&text).map_err(|_| {
            Failure::usage(format!("{}: this is not a session", self.0.display()))
                .hint("`saltant logout SERVICE` removes it")
        })?;
        Ok(Some(session))
    }

    /// Waits until no other command uses the file. Until the lock is dropped, only its owner writes.
    pub(crate) fn lock(&self) -> Result<Locked, Failure> {
        let lock = PrivateFile::lock(&self.0).map_err(|error| self.wrong(&error))?;
        Ok(Locked { of: self.clone(), _lock: lock })
    }

    /// Replaces the session. The caller holds the lock.
    fn replace(&self, session: &Session) -> Result<(), Failure> {
        let text =
            serde_json::to_string_pretty(session).map_err(|error| Failure::usage(error.to_string()))?;
        private_file::replace(&self.0, &text).map_err(|error| self.wrong(&error))
    }

    fn wrong(&self, error: &io::Error) -> Failure {
        Failure::usage(format!("{}: {error}", self.0.display()))
    }
}

/// The file of a session that only this command changes.
#[derive(Debug)]
pub(crate) struct Locked {
    of: SessionFile,
    _lock: PrivateFile,
}

impl Locked {
    pub(crate) fn write(&self, session: &Session) -> Result<(), Failure> {
        self.of.replace(session)
    }

    /// Removes the session. `false` if there was none.
    pub(crate) fn remove(&self) -> Result<bool, Failure> {
        match std::fs::remove_file(&self.of.0) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.of.wrong(&error)),
        }
    }
}

/// Where the state of this user's commands is kept.
fn directory() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = set("XDG_STATE_HOME").or_else(|| if cfg!(windows) { set("LOCALAPPDATA") } else { None });
    let base = base.or_else(|| Some(std::env::home_dir()?.join(".local/state")))?;
    Some(base.join("saltant"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{SALTANT, TOKEN};

    #[test]
    fn a_profiles_name_is_no_path() {
        let name = |profile| {
            let file = SessionFile::of(profile, SALTANT).unwrap();
            file.path().file_name().unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(name(None), "default.saltant.json");
        assert_eq!(name(Some("work-1_a")), "work-1_a.saltant.json");
        assert_eq!(name(Some("../ü.b")), "%2E%2E%2F%C3%BC%2Eb.saltant.json");
    }

    #[test]
    fn a5_a_session_and_a_broken_file_show_no_token() {
        let directory = tempfile::tempdir().unwrap();
        let file = SessionFile(directory.path().join("x.json"));
        assert_eq!(file.read().unwrap(), None);
        let mut session = Session::new("https://h");
        session.set(TOKEN, Some("canary".into()));
        file.lock().unwrap().write(&session).unwrap();
        let read = file.read().unwrap().unwrap();
        assert_eq!((&read, read.get(TOKEN).unwrap().expose()), (&session, "canary"));
        assert!(!format!("{read:?}").contains("canary"));
        std::fs::write(file.path(), "{\"url\": \"canary\"").unwrap();
        let failure = format!("{:?}", file.read().unwrap_err());
        assert!(failure.contains("this is not a session") && !failure.contains("canary"), "{failure}");
    }
}
