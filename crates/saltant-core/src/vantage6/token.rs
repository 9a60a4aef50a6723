use saltant_types::Secret;
use saltant_types::vantage6::{LoginAnswer, TokenSet};

use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Logs a user in.
///
/// Look at which answer it is: on a server with two-factor authentication a 200 need not bring tokens. A
/// wrong name, password or code, and a locked account with the right password, are the same 401; five
/// failures lock an account for 15 minutes, by the server's default.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.token.obtain", POST "token/user", output = LoginAnswer, auth = None)]
pub struct ObtainToken {
    /// The user's name: 1 to 128 characters.
    #[json]
    pub username: String,
    /// The user's password: 1 to 128 characters.
    #[json]
    pub password: Secret,
    /// The six digits of the two-factor code, as a text: a leading zero counts.
    #[json]
    pub mfa_code: Option<Secret>,
}

/// Buys a new pair of tokens for a refresh token, which is sent as the bearer; there is no body.
///
/// The old pair stays good until it expires, so the request may be repeated. An expired refresh token is a
/// 401, an access token in its place a 422.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.refresh_token", POST "token/refresh", output = TokenSet, auth = None)]
#[operation(effect = Idempotent, write = Self::write)]
pub struct RefreshToken {
    /// The refresh token.
    #[custom]
    pub refresh_token: Secret,
}

impl RefreshToken {
    fn write(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        request.header("authorization", &format_args!("Bearer {}", self.refresh_token.expose()))
    }
}
