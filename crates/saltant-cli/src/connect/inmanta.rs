//! Inmanta: no credential, a token, or a name and password.

use saltant::ClientBuilder;
use saltant::core::http::HeaderName;
use saltant::inmanta::{BearerToken, ENVIRONMENT_HEADER, Username};

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::{ENVIRONMENT, PASSWORD, TOKEN, USERNAME};
use crate::settings::Settings;

pub(super) async fn connect(
    settings: &Settings,
    purpose: Purpose,
    mut builder: ClientBuilder,
) -> Result<saltant::http::Client, Failure> {
    if let Some(environment) = settings.optional(ENVIRONMENT) {
        let value = environment.expose().parse();
        let value = value
            .map_err(|_| Failure::usage("inmanta.environment has characters that a header cannot carry"))?;
        builder = builder.header(HeaderName::from_static(ENVIRONMENT_HEADER), value);
    }
    match (purpose, settings.optional(TOKEN), settings.optional(USERNAME)) {
        (Purpose::Anonymous, ..) | (_, None, None) => Ok(builder.build()?),
        (Purpose::DryRun, ..) => {
            Ok(builder.credential(BearerToken::new(settings.required(TOKEN)?)).build()?)
        }
        (_, Some(token), _) => Ok(builder.credential(BearerToken::new(token)).build()?),
        (_, None, Some(username)) => {
            let password = settings.required(PASSWORD)?;
            let client = saltant::inmanta::Client::from(builder.build()?);
            let username = Username::from(username.expose());
            Ok(client.log_in(username, password).await?.http().clone())
        }
    }
}
