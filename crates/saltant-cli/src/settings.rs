//! The settings of one service, and where each value comes from.

use std::collections::BTreeMap;
use std::fmt;

use saltant::Secret;
use saltant::core::{BaseUrl, Renewable};

use crate::exit::Failure;
use crate::service::{SERVICE_TOKEN, Service, TOKEN, URL};
use crate::session::{self, Session, SessionFile, SessionTokens};

/// Shown and sent in place of a secret during a dry run.
const PLACEHOLDER: &str = "***";

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Flag(&'static str),
    Variable(&'static str),
    Profile(String),
    /// What `saltant login` has kept.
    Login,
}

impl Source {
    /// Whether it is a flag or the environment, which come before a login.
    pub(crate) fn is_given(&self) -> bool {
        matches!(self, Self::Flag(_) | Self::Variable(_))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag {name}"),
            Self::Variable(name) => write!(f, "environment variable {name}"),
            Self::Profile(name) => write!(f, "profile {name}"),
            Self::Login => f.write_str("saltant login"),
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
    /// The login whose values are used.
    login: Option<(Session, SessionFile)>,
    /// The address of a login that is not used, because another server is called.
    login_elsewhere: Option<String>,
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
        Self { service, values, withheld, login: None, login_elsewhere: None, dry_run: false }
    }

    /// Adds a login. Its values come before those of the profile. Its tokens belong to the server that they
    /// are from: they are left out if another server is called.
    pub(crate) fn with_login(mut self, session: Session, file: SessionFile) -> Self {
        let value = |text: &Secret| Value { text: text.clone(), source: Source::Login };
        let url = self.values.entry(URL).or_insert_with(|| value(&session.url.as_str().into()));
        let is_here = same_origin(Some(url.text.expose()), Some(&session.url));
        if !is_here {
            self.login_elsewhere = Some(session.url);
            return self;
        }
        for setting in self.service.settings {
            let is_given = self.values.get(setting.name).is_some_and(|value| value.source.is_given());
            if let Some(text) = session.get(setting.name)
                && !(setting.name == SERVICE_TOKEN && is_given)
            {
                self.values.insert(setting.name, value(text));
            }
        }
        self.withheld.clear();
        self.login = Some((session, file));
        self
    }

    /// The login whose values are used.
    pub(crate) fn login(&self) -> Option<&Session> {
        self.login.as_ref().map(|(session, _)| session)
    }

    /// The credential of the login, which keeps renewed tokens; `None` without a login, if its tokens are of
    /// another kind, and for a dry run.
    pub(crate) fn credential<T: SessionTokens>(&self) -> Option<Renewable<T>> {
        let (session, file) = self.login.as_ref().filter(|_| !self.dry_run)?;
        session::credential(session, file)
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
        if let Some(url) = self.login_elsewhere.as_ref().filter(|_| setting.is_some_and(|it| it.secret)) {
            let text = format!("you are logged in to {url}, and its token was not sent to this address");
            return Err(failure.hint(text));
        }
        let flag = match name {
            URL => "--url".to_owned(),
            TOKEN => "--token-file".to_owned(),
            _ => format!("--set {name}=…"),
        };
        let variable = setting.map_or("", |setting| setting.variable);
        let failure = failure.hint(format!(
            "set it with {flag}, with {variable}, or permanently: saltant config set {service}.{name}"
        ));
        if name != TOKEN {
            return Err(failure);
        }
        Err(failure.hint(format!("or log in with a name and a password: saltant login {service}")))
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
