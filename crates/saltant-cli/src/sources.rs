//! Where settings are looked up: flags, the environment, and a profile of the config file.

use std::path::PathBuf;

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use crate::config_file::{self, ConfigFile, Profile};
use crate::exit::{Failure, warn};
use crate::service::{Service, Setting, TOKEN, URL, USERNAME};
use crate::session::{Session, SessionFile};
use crate::settings::{Settings, Source, Value, Values};

/// The environment variable that names the profile.
const PROFILE_VARIABLE: &str = "SALTANT_PROFILE";

/// Which profile, of which file.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Profile")]
pub(crate) struct ProfileArgs {
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(profiles))]
    #[arg(
        help = "The profile of the config file [env: SALTANT_PROFILE] [default: the file's default profile]"
    )]
    profile: Option<String>,

    #[arg(long, value_name = "FILE")]
    #[arg(help = "The config file [env: SALTANT_CONFIG] [default: see `saltant config path`]")]
    config: Option<PathBuf>,
}

impl ProfileArgs {
    /// The path of the config file, which may not exist yet.
    pub(crate) fn path(&self) -> Result<PathBuf, Failure> {
        match &self.config {
            Some(path) => Ok(path.clone()),
            None => config_file::default_path(),
        }
    }

    /// The name of the profile and what chose it: the flag, the environment, or the file's default.
    pub(crate) fn chosen(&self, file: &ConfigFile) -> Result<Option<(String, &'static str)>, Failure> {
        if let Some(name) = &self.profile {
            return Ok(Some((name.clone(), "--profile")));
        }
        let chosen = variable(PROFILE_VARIABLE)?.map(|name| (name, PROFILE_VARIABLE));
        Ok(chosen.or_else(|| Some((file.default.clone()?, "default of the config file"))))
    }
}

/// Where settings without a flag are looked up.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) path: PathBuf,
    /// The chosen profile's name, and what chose it.
    pub(crate) profile: Option<(String, &'static str)>,
    file: ConfigFile,
}

impl Sources {
    /// Reads the config file and finds the profile.
    pub(crate) fn new(args: &ProfileArgs) -> Result<Self, Failure> {
        let path = args.path()?;
        if args.config.is_some() && !path.exists() {
            return Err(Failure::usage(format!("--config {}: this file does not exist", path.display())));
        }
        let file = ConfigFile::read(&path)?;
        let profile = args.chosen(&file)?;
        if let Some((name, by)) = &profile
            && !file.profiles.contains_key(name)
        {
            let failure = Failure::usage(format!("{by}: {} has no profile {name:?}", path.display()));
            return Err(if file.profiles.is_empty() {
                failure.hint("`saltant config set url ADDRESS --profile NAME` creates a profile")
            } else {
                failure.hint(format!("profiles: {}", file.profile_names()))
            });
        }
        if file.is_exposed() {
            let path = path.display();
            warn(format_args!("{path} contains secrets and other users can read it: run chmod 600 {path}"));
        }
        Ok(Self { path, profile, file })
    }

    /// The file for the login to a service; `None` if this system has no place for it.
    pub(crate) fn session_file(&self, service: &Service) -> Option<SessionFile> {
        SessionFile::of(self.profile.as_ref().map(|(name, _)| name.as_str()), service)
    }

    /// The settings of a service: each from its flag, else from the environment, else from the login, else
    /// from the profile.
    pub(crate) fn settings(&self, service: &'static Service, flags: &Values) -> Result<Settings, Failure> {
        let settings = self.settings_without_login(service, flags)?;
        let Some(file) = self.session_file(service) else { return Ok(settings) };
        match file.read()?.filter(|session| is_meant(session, &settings)) {
            Some(session) => Ok(settings.with_login(session, file)),
            None => Ok(settings),
        }
    }

    /// The settings of a service from flags, the environment and the profile.
    pub(crate) fn settings_without_login(
        &self,
        service: &'static Service,
        flags: &Values,
    ) -> Result<Settings, Failure> {
        let mut values = Values::new();
        for setting in service.settings {
            let value = match flags.get(setting.name) {
                Some(flag) => Some(flag.clone()),
                None => environment_value(setting)?.or_else(|| self.profile_value(service, setting.name)),
            };
            values.extend(value.map(|value| (setting.name, value)));
        }
        let profile_url = self.profile_value(service, URL);
        let profile_url = profile_url.as_ref().map(|url| url.text.expose());
        Ok(Settings::new(service, values, profile_url))
    }

    fn profile_value(&self, service: &Service, setting: &str) -> Option<Value> {
        let (name, _) = self.profile.as_ref()?;
        let profile: &Profile = self.file.profiles.get(name)?;
        let text = profile.get(service.name)?.get(setting)?;
        Some(Value { text: text.as_str().into(), source: Source::Profile(name.clone()) })
    }
}

/// Whether a login is used: not if flags or the environment give a token or another user.
fn is_meant(session: &Session, settings: &Settings) -> bool {
    let given = |name| settings.get(name).filter(|value| value.source.is_given());
    let is_other_user = |value: &Value| session.user.as_deref() != Some(value.text.expose());
    given(TOKEN).is_none() && !given(USERNAME).is_some_and(is_other_user)
}

/// The names of the profiles, for completions.
fn profiles() -> Vec<CompletionCandidate> {
    let file = config_file::default_path().and_then(|path| ConfigFile::read(&path));
    let profiles = file.map(|file| file.profiles).unwrap_or_default();
    profiles.into_keys().map(CompletionCandidate::new).collect()
}

fn environment_value(setting: &Setting) -> Result<Option<Value>, Failure> {
    let text = variable(setting.variable)?;
    Ok(text.map(|text| Value { text: text.into(), source: Source::Variable(setting.variable) }))
}

/// The value of an environment variable; an empty one counts as not set.
fn variable(name: &str) -> Result<Option<String>, Failure> {
    let Some(value) = std::env::var_os(name).filter(|value| !value.is_empty()) else { return Ok(None) };
    let text = value.into_string();
    text.map(Some).map_err(|_| Failure::usage(format!("the environment variable {name} is not UTF-8 text")))
}
