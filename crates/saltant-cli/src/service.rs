//! The services whose operations can be called, and the settings of each.

use saltant::{agave, astakos, inmanta, vantage6};

use crate::exit::Failure;

/// The name of the address, which every service has as its first setting.
pub(crate) const URL: &str = "url";
/// The name of the token that `--token` sets.
pub(crate) const TOKEN: &str = "token";
pub(crate) const REFRESH_TOKEN: &str = "refresh_token";
/// Astakos's token of a service, which is used where there is no user's token.
pub(crate) const SERVICE_TOKEN: &str = "service_token";
/// Agave's key of an application.
pub(crate) const KEY: &str = "key";
/// Agave's secret of an application.
pub(crate) const SECRET: &str = "secret";
pub(crate) const USERNAME: &str = "username";
pub(crate) const PASSWORD: &str = "password";
/// vantage6's code of the second factor.
pub(crate) const MFA_CODE: &str = "mfa_code";
/// Inmanta's environment, which is sent with each call that names none itself.
pub(crate) const ENVIRONMENT: &str = "environment";

/// Every service.
pub(crate) const SERVICES: &[Service] = &[
    Service {
        name: "saltant",
        title: "saltant",
        alias: None,
        api: Api::Saltant,
        settings: &[
            plain(URL, saltant::Client::URL_VARIABLE),
            secret(TOKEN, saltant::Client::TOKEN_VARIABLE),
        ],
    },
    Service {
        name: "vantage6",
        title: "vantage6",
        alias: Some("v6"),
        api: Api::Vantage6,
        settings: &[
            plain(URL, vantage6::Client::URL_VARIABLE),
            secret(TOKEN, vantage6::Client::ACCESS_TOKEN_VARIABLE),
            secret(REFRESH_TOKEN, vantage6::Client::REFRESH_TOKEN_VARIABLE),
            plain(USERNAME, vantage6::Client::USERNAME_VARIABLE),
            secret(PASSWORD, vantage6::Client::PASSWORD_VARIABLE),
            secret(MFA_CODE, vantage6::Client::MFA_CODE_VARIABLE),
        ],
    },
    Service {
        name: "inmanta",
        title: "Inmanta",
        alias: None,
        api: Api::Inmanta,
        settings: &[
            plain(URL, inmanta::Client::URL_VARIABLE),
            plain(ENVIRONMENT, "INMANTA_ENVIRONMENT"),
            secret(TOKEN, inmanta::Client::TOKEN_VARIABLE),
            plain(USERNAME, "INMANTA_USERNAME"),
            secret(PASSWORD, "INMANTA_PASSWORD"),
        ],
    },
    Service {
        name: "agave",
        title: "Agave / Tapis v2",
        alias: None,
        api: Api::Agave,
        settings: &[
            plain(URL, agave::Client::URL_VARIABLE),
            secret(TOKEN, agave::Client::TOKEN_VARIABLE),
            secret(REFRESH_TOKEN, agave::Client::REFRESH_TOKEN_VARIABLE),
            secret(KEY, agave::Client::KEY_VARIABLE),
            secret(SECRET, agave::Client::SECRET_VARIABLE),
            plain(USERNAME, "TAPIS_USERNAME"),
            secret(PASSWORD, "TAPIS_PASSWORD"),
        ],
    },
    Service {
        name: "astakos",
        title: "Astakos",
        alias: None,
        api: Api::Astakos,
        settings: &[
            plain(URL, astakos::Client::AUTH_URL_VARIABLE),
            secret(TOKEN, astakos::Client::TOKEN_VARIABLE),
            secret(SERVICE_TOKEN, astakos::Client::SERVICE_TOKEN_VARIABLE),
        ],
    },
];

/// saltant itself: operations and settings without the name of a service are its own.
pub(crate) const SALTANT: &Service = &SERVICES[0];

/// One service.
#[derive(Debug)]
pub(crate) struct Service {
    /// The first part of its operations' names.
    pub(crate) name: &'static str,
    /// What people call it.
    pub(crate) title: &'static str,
    /// A shorter name.
    pub(crate) alias: Option<&'static str>,
    /// Selects how its client is made.
    pub(crate) api: Api,
    /// What its client needs; the first is the address.
    pub(crate) settings: &'static [Setting],
}

/// The kind of client that a service needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    Saltant,
    Vantage6,
    Inmanta,
    Agave,
    Astakos,
}

/// A setting of a service.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Its name, in flags and in the config file.
    pub(crate) name: &'static str,
    /// The environment variable that sets it.
    pub(crate) variable: &'static str,
    /// Whether its value is never shown.
    pub(crate) secret: bool,
}

const fn plain(name: &'static str, variable: &'static str) -> Setting {
    Setting { name, variable, secret: false }
}

const fn secret(name: &'static str, variable: &'static str) -> Setting {
    Setting { name, variable, secret: true }
}

impl Service {
    /// The setting with this name.
    pub(crate) fn setting(&self, name: &str) -> Option<&'static Setting> {
        self.settings.iter().find(|setting| setting.name == name)
    }

    /// The setting that a user has named.
    pub(crate) fn named_setting(&self, name: &str) -> Result<&'static Setting, Failure> {
        self.setting(name).ok_or_else(|| {
            let names: Vec<_> = self.settings.iter().map(|setting| setting.name).collect();
            Failure::usage(format!("{} has no setting {name:?}", self.name))
                .hint(format!("settings: {}", names.join(", ")))
        })
    }
}

/// The service with this name.
pub(crate) fn find(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name == name)
}

/// The service with this name or shorter name.
pub(crate) fn find_or_alias(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name == name || service.alias == Some(name))
}

/// The service that a user has named.
pub(crate) fn named(name: &str) -> Result<&'static Service, Failure> {
    find_or_alias(name).ok_or_else(|| {
        let names: Vec<_> = SERVICES.iter().map(|service| service.name).collect();
        Failure::usage(format!("there is no service {name:?}"))
            .hint(format!("services: {}", names.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_has_every_service_of_the_catalog() {
        let catalog: BTreeSet<_> =
            saltant::catalog::entries().map(|entry| entry.metadata.service()).collect();
        assert_eq!(SERVICES.iter().map(|service| service.name).collect::<BTreeSet<_>>(), catalog);
        assert_eq!(SALTANT.name, "saltant");
    }

    #[test]
    fn the_address_is_the_first_setting_and_credentials_are_secret() {
        for service in SERVICES {
            assert_eq!(service.settings[0].name, URL, "{}", service.name);
            for setting in service.settings {
                let words = ["token", "password", "secret", "key", "code"];
                let hidden = words.iter().any(|word| setting.name.contains(word));
                assert_eq!(setting.secret, hidden, "{}.{}", service.name, setting.name);
            }
        }
    }

    #[test]
    fn every_variable_sets_one_setting() {
        let mut variables: Vec<_> =
            SERVICES.iter().flat_map(|service| service.settings).map(|setting| setting.variable).collect();
        let all = variables.len();
        variables.sort_unstable();
        variables.dedup();
        assert_eq!(variables.len(), all);
    }
}
