//! Agave / Tapis v2: an access token, and what is needed to renew it or to create the first one.

use std::sync::Arc;

use saltant::ClientBuilder;
use saltant::agave::{
    BearerToken, CreateToken, OAuthClient, OAuthSession, OAuthToken, Token, UserPassword, Username,
};
use saltant::core::http::HeaderMap;
use saltant::core::{AuthUse, Credential};
use saltant::http::Client;

use super::purpose::Purpose;
use crate::exit::Failure;
use crate::service::{KEY, PASSWORD, REFRESH_TOKEN, SECRET, TOKEN, USERNAME};
use crate::settings::Settings;

pub(super) async fn connect(
    settings: &Settings,
    purpose: Purpose,
    builder: ClientBuilder,
) -> Result<Client, Failure> {
    if purpose == Purpose::Anonymous {
        return Ok(builder.build()?);
    }
    if purpose == Purpose::DryRun {
        let application = OAuthClient::new(settings.required(KEY)?.expose(), settings.required(SECRET)?);
        let token = OAuthToken::new(application, Token::new(settings.required(TOKEN)?));
        // Name and password make one header, which is hidden.
        let user = UserPassword::new("name", settings.required(PASSWORD)?);
        return Ok(builder.credential(Placeholders { token, user }).build()?);
    }
    if purpose == Purpose::WithPassword {
        return Ok(builder.credential(user(settings)?).build()?);
    }
    if let Some(tokens) = settings.credential::<OAuthSession>() {
        return Ok(builder.credential(tokens).build()?);
    }
    let application = match settings.optional(KEY) {
        Some(key) => Some(OAuthClient::new(key.expose(), settings.required(SECRET)?)),
        None => None,
    };
    match (application, settings.optional(TOKEN)) {
        (Some(application), Some(token)) => {
            let token = Token::new(token);
            let token = match settings.optional(REFRESH_TOKEN) {
                Some(refresh_token) => token.with_refresh_token(refresh_token),
                None => token,
            };
            Ok(builder.credential(OAuthToken::new(application, token)).build()?)
        }
        (Some(application), None) => {
            let client = builder.credential(application.clone()).build()?;
            let Some(username) = settings.optional(USERNAME) else {
                // What the application itself may call, such as creating a token, needs no user.
                return Ok(client);
            };
            let create = CreateToken::new(Username::from(username.expose()), settings.required(PASSWORD)?);
            let token = client.call(create).await?;
            Ok(client.with_credential(Arc::new(OAuthToken::new(application, token))))
        }
        (None, token) => {
            let token = token.map_or_else(|| settings.required(TOKEN), Ok)?;
            Ok(builder.credential(BearerToken::new(token)).build()?)
        }
    }
}

fn user(settings: &Settings) -> Result<UserPassword, Failure> {
    Ok(UserPassword::new(settings.required(USERNAME)?.expose(), settings.required(PASSWORD)?))
}

/// What a dry run is signed with, whatever the operation is sent with.
#[derive(Debug)]
struct Placeholders {
    token: OAuthToken,
    user: UserPassword,
}

impl Credential for Placeholders {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), saltant::Error> {
        match auth {
            AuthUse::Password => self.user.apply(auth, headers),
            _ => self.token.apply(auth, headers),
        }
    }
}
