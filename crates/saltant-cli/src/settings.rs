//! What a client is told, and where each value comes from: a flag, the environment, or a profile.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use saltant::Secret;
use saltant::core::BaseUrl;

use crate::config_file::{ConfigFile, Profile};
use crate::exit::{Failure, warn};
use crate::service::{Purpose, Service, Setting, TOKEN, URL};

mod flags;

pub(crate) use flags::{ConnectArgs, ProfileArgs};

/// The environment variable that names the profile.
pub(crate) const PROFILE_VARIABLE: &str = "SALTANT_PROFILE";

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Flag(&'static str),
    Variable(&'static str),
    Profile(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Variable(name) => write!(f, "environment variable {name}"),
            Self::Profile(name) => write!(f, "profile {name}"),
        }
    }
}

/// A value and where it comes from. `Debug` does not show it.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) text: Secret,
    pub(crate) source: Source,
}

/// The settings of one service.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) service: &'static Service,
    values: BTreeMap<&'static str, Value>,
    /// Secrets of the profile that are not used, because they belong to another address.
    withheld: Vec<&'static str>,
}

/// Where settings are looked for, beside flags.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) path: PathBuf,
    pub(crate) file: ConfigFile,
    /// The chosen profile's name, and by what it was chosen.
    pub(crate) profile: Option<(String, &'static str)>,
}

impl Sources {
    /// Reads the config file and finds the profile.
    pub(crate) fn new(args: &ProfileArgs) -> Result<Self, Failure> {
        let path = args.path()?;
        if args.config.is_some() && !path.exists() {
            return Err(Failure::usage(format!("--config {}: there is no such file", path.display())));
        }
        let file = ConfigFile::read(&path)?;
        let chosen = args.profile.clone().map(|name| (name, "--profile"));
        let chosen = chosen.or_else(|| Some((variable(PROFILE_VARIABLE)?, PROFILE_VARIABLE)));
        let profile = chosen.or_else(|| Some((file.default.clone()?, "default of the config file")));
        if let Some((name, by)) = &profile
            && !file.profiles.contains_key(name)
        {
            let names: Vec<_> = file.profiles.keys().map(String::as_str).collect();
            let failure = Failure::usage(format!("{by}: there is no profile {name:?} in {}", path.display()));
            return Err(if names.is_empty() {
                failure.hint("`saltant config set url ADDRESS --profile NAME` makes one")
            } else {
                failure.hint(format!("there are: {}", names.join(", ")))
            });
        }
        Ok(Self { path, file, profile })
    }

    fn profile(&self) -> Option<(&str, &Profile)> {
        let (name, _) = self.profile.as_ref()?;
        Some((name, self.file.profiles.get(name)?))
    }

    /// What holds for a service: a flag's word before the environment's, that before the profile's.
    pub(crate) fn settings(
        &self,
        service: &'static Service,
        flags: &BTreeMap<&'static str, Value>,
    ) -> Settings {
        let mut values = BTreeMap::new();
        for setting in service.settings {
            let from_environment = || {
                let text = variable(setting.variable)?.into();
                Some(Value { text, source: Source::Variable(setting.variable) })
            };
            let found = flags.get(setting.name).cloned();
            let found = found.or_else(from_environment).or_else(|| self.profiles_value(service, setting));
            values.extend(found.map(|value| (setting.name, value)));
        }
        let withheld = self.withhold(service, &mut values);
        Settings { service, values, withheld }
    }

    fn profiles_value(&self, service: &Service, setting: &Setting) -> Option<Value> {
        let (name, profile) = self.profile()?;
        let text = profile.get(service.name)?.get(setting.name)?;
        Some(Value { text: text.as_str().into(), source: Source::Profile(name.to_owned()) })
    }

    /// Takes the profile's secrets out where the address is another one than the profile's: they belong to
    /// the server that they were given for.
    fn withhold(
        &self,
        service: &'static Service,
        values: &mut BTreeMap<&'static str, Value>,
    ) -> Vec<&'static str> {
        let own = self.profile().and_then(|(_, profile)| profile.get(service.name)?.get(URL));
        let used = values.get(URL).map(|value| value.text.expose());
        if used.is_none() || same_origin(used, own.map(String::as_str)) {
            return Vec::new();
        }
        let of_profile = |setting: &&Setting| {
            setting.secret
                && values.get(setting.name).is_some_and(|value| matches!(value.source, Source::Profile(_)))
        };
        let withheld: Vec<_> =
            service.settings.iter().filter(of_profile).map(|setting| setting.name).collect();
        values.retain(|name, _| !withheld.contains(name));
        withheld
    }
}

fn same_origin(one: Option<&str>, other: Option<&str>) -> bool {
    let parse = |text: Option<&str>| text?.parse::<BaseUrl>().ok();
    match (parse(one), parse(other)) {
        (Some(one), Some(other)) => other.as_str().parse().is_ok_and(|uri| one.is_origin_of(&uri)),
        _ => false,
    }
}

impl Settings {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Whether the profile has this secret, for another address than the one in use.
    pub(crate) fn is_withheld(&self, name: &str) -> bool {
        self.withheld.contains(&name)
    }

    /// A value that a client cannot do without. Where nothing is sent, a secret is only ever a placeholder.
    pub(crate) fn required(&self, name: &'static str, purpose: Purpose) -> Result<Secret, Failure> {
        let service = self.service;
        let setting = service.settings.iter().find(|setting| setting.name == name);
        if purpose == Purpose::Look && setting.is_some_and(|setting| setting.secret) {
            return Ok("***".into());
        }
        if let Some(value) = self.values.get(name) {
            return Ok(value.text.clone());
        }
        let failure = Failure::usage(format!("{} has no {name}", service.name));
        if self.withheld.contains(&name) {
            return Err(failure.hint(format!(
                "the profile's {name} is for another address than the one in use, so it was not sent there"
            )));
        }
        let variable = setting.map_or("", |setting| setting.variable);
        let flag = if name == TOKEN { "--token-file" } else { "--url" };
        let flag = if [URL, TOKEN].contains(&name) { flag.to_owned() } else { format!("--set {name}=…") };
        Err(failure.hint(format!(
            "give it with {flag}, in {variable}, or once and for all: saltant config set {}.{name}",
            service.name
        )))
    }

    /// A value that a client can do without.
    pub(crate) fn optional(&self, name: &'static str, purpose: Purpose) -> Option<Secret> {
        self.values.contains_key(name).then(|| self.required(name, purpose).ok()).flatten()
    }
}

/// An environment variable that is set and not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Warns of a config file with secrets that others can read.
pub(crate) fn warn_if_exposed(sources: &Sources) {
    if sources.file.is_exposed() {
        let path = sources.path.display();
        warn(format_args!("{path} holds secrets and other users can read it: chmod 600 {path}"));
    }
}
