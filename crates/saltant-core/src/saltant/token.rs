use saltant_types::Secret;
use saltant_types::saltant::{AccessToken, TokenPair, Username};

use crate::operations::Operation;

/// Obtains a pair of JSON web tokens for a user.
///
/// A wrong name or password is a 401.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.token.obtain", POST "token/", output = TokenPair, auth = None)]
pub struct ObtainToken {
    /// The user's name.
    #[json]
    pub username: Username,
    /// The user's password.
    #[json]
    pub password: Secret,
}

/// Obtains a new access token for a refresh token.
///
/// The refresh token stays as it is. An expired one is a 401. A second request gives
/// another good access token, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.token.refresh", POST "token/refresh/", output = AccessToken, auth = None)]
#[operation(effect = Idempotent)]
pub struct RefreshToken {
    /// The refresh token.
    #[json]
    pub refresh: Secret,
}
