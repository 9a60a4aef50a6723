use saltant_types::Secret;
use saltant_types::agave::{Token, TokenScope, Username};

use crate::answer::decode;
use crate::operations::Operation;
use crate::request::Encoder;

/// Obtains a token for a user, by name and password.
///
/// The request carries the key and secret of an application. With `token_username` the token is another
/// user's, which only an administrator may request.
#[derive(Clone, Debug, Operation)]
#[operation("agave.token.create", POST "token", output = Token, auth = Application)]
#[operation(read = decode::json, write = write_password)]
pub struct CreateToken {
    /// The user's name.
    #[custom]
    pub username: Username,
    /// The user's password.
    #[custom]
    pub password: Secret,
    /// The user that the token is for, if it is another one.
    #[custom]
    pub token_username: Option<Username>,
    /// What the token can be used for; `PRODUCTION` by default.
    #[custom]
    pub scope: Option<TokenScope>,
}

/// Exchanges a refresh token for a new access token and a new refresh token.
///
/// A refresh token can be used once, so the request is never repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.token.refresh", POST "token", output = Token, auth = Application)]
#[operation(read = decode::json, write = write_refresh)]
pub struct RefreshToken {
    /// The refresh token.
    #[custom]
    pub refresh_token: Secret,
    /// What the token can be used for; `PRODUCTION` by default.
    #[custom]
    pub scope: Option<TokenScope>,
}

fn write_password(token: &CreateToken, request: &mut Encoder) {
    let grant = if token.token_username.is_some() { "admin_password" } else { "password" };
    request.form("grant_type", &grant);
    request.form("username", &token.username);
    request.form("password", &token.password.expose());
    request.form("scope", &token.scope.clone().unwrap_or_default());
    if let Some(user) = &token.token_username {
        request.form("token_username", user);
    }
}

fn write_refresh(token: &RefreshToken, request: &mut Encoder) {
    request.form("grant_type", &"refresh_token");
    request.form("scope", &token.scope.clone().unwrap_or_default());
    request.form("refresh_token", &token.refresh_token.expose());
}
