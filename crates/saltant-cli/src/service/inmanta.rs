//! Inmanta: no credential, a token, or a name and password.

use saltant::inmanta::{BearerToken, Client, ENVIRONMENT_HEADER, Username};

use super::{Purpose, Service, Setting, TOKEN, URL};
use crate::exit::Failure;

const ENVIRONMENT: &str = "environment";
const USERNAME: &str = "username";
const PASSWORD: &str = "password";

pub(super) const SERVICE: Service = Service {
    name: "inmanta",
    settings: &[
        Setting::plain(URL, Client::URL_VARIABLE),
        // Goes with each call that names no environment itself.
        Setting::plain(ENVIRONMENT, "INMANTA_ENVIRONMENT"),
        Setting::secret(TOKEN, Client::TOKEN_VARIABLE),
        Setting::plain(USERNAME, "INMANTA_USERNAME"),
        Setting::secret(PASSWORD, "INMANTA_PASSWORD"),
    ],
    connect: |settings, purpose, mut builder| {
        Box::pin(async move {
            if let Some(environment) = settings.optional(ENVIRONMENT, purpose) {
                let value = environment.expose().parse();
                let value = value.map_err(|_| Failure::usage("a header cannot carry this environment"))?;
                builder =
                    builder.header(saltant::core::http::HeaderName::from_static(ENVIRONMENT_HEADER), value);
            }
            let (username, token) = (settings.optional(USERNAME, purpose), settings.optional(TOKEN, purpose));
            match (purpose, token, username) {
                (Purpose::AnonymousCall, ..) | (_, None, None) => Ok(builder.build()?),
                (Purpose::Look, ..) => Ok(builder.credential(BearerToken::new("***")).build()?),
                (_, Some(token), _) => Ok(builder.credential(BearerToken::new(token)).build()?),
                (_, None, Some(username)) => {
                    let password = settings.required(PASSWORD, purpose)?;
                    let client = Client::from(builder.build()?);
                    let username = Username::from(username.expose());
                    Ok(client.log_in(username, password).await?.http().clone())
                }
            }
        })
    },
};
