//! Agave / Tapis v2: an access token, with what it takes to renew it or to get a first one.

use saltant::agave::{BearerToken, Client, CreateToken, OAuthClient, OAuthToken, Token, Username};

use super::{Purpose, Service, Setting, TOKEN, URL};

const REFRESH_TOKEN: &str = "refresh_token";
const KEY: &str = "key";
const SECRET: &str = "secret";
const USERNAME: &str = "username";
const PASSWORD: &str = "password";

pub(super) const SERVICE: Service = Service {
    name: "agave",
    settings: &[
        Setting::plain(URL, Client::URL_VARIABLE),
        Setting::secret(TOKEN, Client::TOKEN_VARIABLE),
        Setting::secret(REFRESH_TOKEN, Client::REFRESH_TOKEN_VARIABLE),
        Setting::secret(KEY, Client::KEY_VARIABLE),
        Setting::secret(SECRET, Client::SECRET_VARIABLE),
        Setting::plain(USERNAME, "TAPIS_USERNAME"),
        Setting::secret(PASSWORD, "TAPIS_PASSWORD"),
    ],
    connect: |settings, purpose, builder| {
        Box::pin(async move {
            let key = settings.optional(KEY, purpose);
            let application = match &key {
                Some(key) => Some(OAuthClient::new(key.expose(), settings.required(SECRET, purpose)?)),
                None => None,
            };
            let token = match purpose {
                // A placeholder will do for both uses.
                Purpose::Look => Some("***".into()),
                _ => settings.optional(TOKEN, purpose),
            };
            let refresh_token = settings.optional(REFRESH_TOKEN, purpose);
            Ok(match (purpose, application, token) {
                (Purpose::AnonymousCall, ..) => builder.build()?,
                (Purpose::Look, None, Some(token)) => {
                    let application = OAuthClient::new("***", "***");
                    builder.credential(OAuthToken::new(application, Token::new(token))).build()?
                }
                (_, Some(application), Some(token)) => {
                    let token = Token::new(token);
                    let token = match refresh_token {
                        Some(refresh_token) => token.with_refresh_token(refresh_token),
                        None => token,
                    };
                    builder.credential(OAuthToken::new(application, token)).build()?
                }
                (_, None, Some(token)) => builder.credential(BearerToken::new(token)).build()?,
                (_, Some(application), None) => {
                    let asking = builder.credential(application.clone()).build()?;
                    let Some(username) = settings.optional(USERNAME, purpose) else {
                        // What the application asks for itself, such as a token, needs no user's.
                        return Ok(asking);
                    };
                    let password = settings.required(PASSWORD, purpose)?;
                    let create = CreateToken::new(Username::from(username.expose()), password);
                    let token = asking.call(create).await?;
                    asking.with_credential(std::sync::Arc::new(OAuthToken::new(application, token)))
                }
                (_, None, None) => {
                    let token = settings.required(TOKEN, purpose)?;
                    builder.credential(BearerToken::new(token)).build()?
                }
            })
        })
    },
};
