//! Inmanta: no credential, a token, or a name and password.

use saltant::ClientBuilder;
use saltant::inmanta::{BearerToken, Client, EnvironmentId, Username};

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::{ENVIRONMENT, PASSWORD, TOKEN, USERNAME};
use crate::settings::Settings;

pub(super) async fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<saltant::http::Client, Failure> {
    let client = log_in(settings, purpose, builder).await?;
    let Some(environment) = settings.optional(ENVIRONMENT) else { return Ok(client) };
    let named = environment.expose();
    let id = match named.parse::<EnvironmentId>() {
        Ok(id) => id,
        // Nothing is asked for a dry run or a login.
        Err(_) if purpose == Purpose::DryRun => {
            return Err(Failure::usage("inmanta.environment has to be an id here: a name needs a request"));
        }
        Err(_) if purpose == Purpose::Anonymous => return Ok(client),
        Err(_) => Client::from(client.clone()).environments().find(named).await?.id,
    };
    Ok(Client::from(client).environment(id).http().clone())
}

async fn log_in(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<saltant::http::Client, Failure> {
    match (purpose, settings.optional(TOKEN), settings.optional(USERNAME)) {
        (Purpose::Anonymous, ..) | (_, None, None) => Ok(builder.build()?),
        (Purpose::DryRun, ..) => {
            Ok(builder.credential(BearerToken::new(settings.required(TOKEN)?)).build()?)
        }
        (_, Some(token), _) => Ok(builder.credential(BearerToken::new(token)).build()?),
        (_, None, Some(username)) => {
            let password = settings.required(PASSWORD)?;
            let client = Client::from(builder.build()?);
            let username = Username::from(username.expose());
            Ok(client.log_in(username, password).await?.http().clone())
        }
    }
}
