//! vantage6: tokens, or a name and password with the code of a second factor.

use std::sync::Arc;

use saltant::ClientBuilder;
use saltant::vantage6::{Client, TokenSet};

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::{MFA_CODE, PASSWORD, REFRESH_TOKEN, TOKEN, USERNAME};
use crate::settings::Settings;

pub(super) async fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<saltant::http::Client, Failure> {
    let client = Client::from(builder.build()?);
    // Logging in would send a request, so a dry run takes a placeholder for the token instead.
    let username = settings.optional(USERNAME).filter(|_| purpose != Purpose::DryRun);
    let client = match (purpose, settings.optional(TOKEN), username) {
        (Purpose::Anonymous, ..) => client,
        (_, None, Some(username)) => {
            let password = settings.required(PASSWORD)?;
            let mut login = client.authenticate(username.expose(), password);
            if let Some(code) = settings.optional(MFA_CODE) {
                login = login.mfa_code(code);
            }
            login.await?.into_client()?
        }
        (_, Some(token), _) => match (settings.credential::<TokenSet>(), settings.optional(REFRESH_TOKEN)) {
            (Some(tokens), _) => return Ok(client.http().with_credential(Arc::new(tokens))),
            (None, Some(refresh_token)) => client.with_tokens(TokenSet::new(token, refresh_token)),
            (None, None) => client.with_bearer(token),
        },
        (_, None, None) => client.with_bearer(settings.required(TOKEN)?),
    };
    Ok(client.http().clone())
}
