//! The services whose operations can be called: what each has to be told, and how its client is made.
//!
//! A service is one file below this one and one line in [`SERVICES`].

mod agave;
mod astakos;
mod inmanta;
mod saltant_org;
mod vantage6;

use saltant::ClientBuilder;
use saltant::core::BoxFuture;
use saltant::http::Client;

use crate::exit::Failure;
use crate::settings::Settings;

/// Every service.
pub(crate) const SERVICES: &[&Service] =
    &[&saltant_org::SERVICE, &vantage6::SERVICE, &inmanta::SERVICE, &agave::SERVICE, &astakos::SERVICE];

/// One service.
#[derive(Debug)]
pub(crate) struct Service {
    /// What its operations' names begin with.
    pub(crate) name: &'static str,
    /// What its client has to be told; the first is the address.
    pub(crate) settings: &'static [Setting],
    /// Makes its client.
    pub(crate) connect: Connect,
}

/// One thing to tell a client.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Its name, in flags and in the config file.
    pub(crate) name: &'static str,
    /// The environment variable for it.
    pub(crate) variable: &'static str,
    /// Whether it is never shown.
    pub(crate) secret: bool,
}

impl Setting {
    pub(crate) const fn plain(name: &'static str, variable: &'static str) -> Self {
        Self { name, variable, secret: false }
    }

    pub(crate) const fn secret(name: &'static str, variable: &'static str) -> Self {
        Self { name, variable, secret: true }
    }
}

/// The name of the setting that every service has.
pub(crate) const URL: &str = "url";
/// The name of the setting that `--token` is for.
pub(crate) const TOKEN: &str = "token";

/// Makes a client out of a builder that has the address and the limits already.
///
/// It may ask the service for a token, unless the request is only to be looked at: then the settings hold
/// placeholders instead of secrets, and nothing is sent.
pub(crate) type Connect =
    for<'a> fn(&'a Settings, Purpose, ClientBuilder) -> BoxFuture<'a, Result<Client, Failure>>;

/// What a client is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// For calls that go with the service's credential.
    Call,
    /// For a call that goes with a credential if there is one.
    PublicCall,
    /// For a call that goes without one.
    AnonymousCall,
    /// To look at a request; nothing is sent.
    Look,
}

/// The service of that name.
pub(crate) fn find(name: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_is_told_its_address_first_and_keeps_tokens_secret() {
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
    fn every_variable_is_for_one_setting() {
        let mut variables: Vec<_> =
            SERVICES.iter().flat_map(|service| service.settings).map(|setting| setting.variable).collect();
        let all = variables.len();
        variables.sort_unstable();
        variables.dedup();
        assert_eq!(variables.len(), all);
    }
}
