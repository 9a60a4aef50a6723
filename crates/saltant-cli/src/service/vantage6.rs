//! vantage6: tokens, or a name and password with a two-factor code.

use saltant::vantage6::{Client, TokenSet};

use super::{Purpose, Service, Setting, TOKEN, URL};

const REFRESH_TOKEN: &str = "refresh_token";
const USERNAME: &str = "username";
const PASSWORD: &str = "password";
const MFA_CODE: &str = "mfa_code";

pub(super) const SERVICE: Service = Service {
    name: "vantage6",
    settings: &[
        Setting::plain(URL, Client::URL_VARIABLE),
        Setting::secret(TOKEN, Client::ACCESS_TOKEN_VARIABLE),
        Setting::secret(REFRESH_TOKEN, Client::REFRESH_TOKEN_VARIABLE),
        Setting::plain(USERNAME, Client::USERNAME_VARIABLE),
        Setting::secret(PASSWORD, Client::PASSWORD_VARIABLE),
        Setting::secret(MFA_CODE, Client::MFA_CODE_VARIABLE),
    ],
    connect: |settings, purpose, builder| {
        Box::pin(async move {
            let client = Client::from(builder.build()?);
            let username = settings.optional(USERNAME, purpose).filter(|_| purpose != Purpose::Look);
            let client = match (purpose, settings.optional(TOKEN, purpose), username) {
                (Purpose::AnonymousCall, ..) => client,
                (_, None, Some(username)) => {
                    let password = settings.required(PASSWORD, purpose)?;
                    let mut login = client.authenticate(username.expose(), password);
                    if let Some(code) = settings.optional(MFA_CODE, purpose) {
                        login = login.mfa_code(code);
                    }
                    login.await?.into_client()?
                }
                (_, Some(token), _) => match settings.optional(REFRESH_TOKEN, purpose) {
                    Some(refresh_token) => client.with_tokens(TokenSet::new(token, refresh_token)),
                    None => client.with_bearer(token),
                },
                (_, None, None) => client.with_bearer(settings.required(TOKEN, purpose)?),
            };
            Ok(client.http().clone())
        })
    },
};
