//! The settings of one service, and where each value comes from.

use std::collections::BTreeMap;
use std::fmt;

use saltant::Secret;
use saltant::core::BaseUrl;

use crate::exit::Failure;
use crate::service::{Service, TOKEN, URL};

/// Shown and sent in place of a secret during a dry run.
const PLACEHOLDER: &str = "***";

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

/// A value and where it comes from. `Debug` does not show the value.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) text: Secret,
    pub(crate) source: Source,
}

/// The values of a service's settings, by name.
pub(crate) type Values = BTreeMap<&'static str, Value>;

/// The settings of one service.
#[derive(Debug)]
pub(crate) struct Settings {
    service: &'static Service,
    values: Values,
    /// Secrets of the profile that are not used, because they belong to another address.
    withheld: Vec<&'static str>,
    /// Whether placeholders stand in for secrets.
    dry_run: bool,
}

impl Settings {
    /// Settings from their values.
    ///
    /// A secret of the profile belongs to the server at the profile's address, `profile_url`. It is left out
    /// if another server is called.
    pub(crate) fn new(service: &'static Service, mut values: Values, profile_url: Option<&str>) -> Self {
        let url = values.get(URL).map(|value| value.text.expose());
        let mut withheld = Vec::new();
        if url.is_some() && !same_origin(url, profile_url) {
            withheld
                .extend(service.settings.iter().filter(|setting| setting.secret).map(|setting| setting.name));
            withheld.retain(|name| {
                values.get(name).is_some_and(|value| matches!(value.source, Source::Profile(_)))
            });
            values.retain(|name, _| !withheld.contains(name));
        }
        Self { service, values, withheld, dry_run: false }
    }

    /// The same settings with placeholders for secrets, whether or not they are set.
    pub(crate) fn for_dry_run(self) -> Self {
        Self { dry_run: true, ..self }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Whether the profile's secret is left out because it belongs to another address.
    pub(crate) fn is_withheld(&self, name: &str) -> bool {
        self.withheld.contains(&name)
    }

    /// A value that a client needs.
    pub(crate) fn required(&self, name: &str) -> Result<Secret, Failure> {
        let setting = self.service.setting(name);
        if self.dry_run && setting.is_some_and(|setting| setting.secret) {
            return Ok(PLACEHOLDER.into());
        }
        if let Some(value) = self.values.get(name) {
            return Ok(value.text.clone());
        }
        let service = self.service.name;
        let failure = Failure::usage(format!("{service}.{name} is not set"));
        if self.is_withheld(name) {
            return Err(failure.hint(format!(
                "the profile has a {name}, but for another address, so it was not sent to this one"
            )));
        }
        let flag = match name {
            URL => "--url".to_owned(),
            TOKEN => "--token-file".to_owned(),
            _ => format!("--set {name}=…"),
        };
        let variable = setting.map_or("", |setting| setting.variable);
        Err(failure.hint(format!(
            "set it with {flag}, with {variable}, or permanently: saltant config set {service}.{name}"
        )))
    }

    /// A value that a client can do without.
    pub(crate) fn optional(&self, name: &str) -> Option<Secret> {
        self.values.contains_key(name).then(|| self.required(name).ok()).flatten()
    }
}

fn same_origin(one: Option<&str>, other: Option<&str>) -> bool {
    let parse = |text: Option<&str>| text?.parse::<BaseUrl>().ok();
    match (parse(one), parse(other)) {
        (Some(one), Some(other)) => other.as_str().parse().is_ok_and(|uri| one.is_origin_of(&uri)),
        _ => false,
    }
}
