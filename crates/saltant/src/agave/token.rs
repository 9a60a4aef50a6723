use saltant_http::Call;
use saltant_types::Secret;

use super::{CreateToken, RefreshToken};

/// Tokens of a tenant.
///
/// [`Client::login`](super::Client::login) does all of it at once.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Tokens<'c> {
    /// Obtains a token for a user, by name and password.
    pub fn create(self, operation: CreateToken) -> Call<'c, CreateToken> {
        self.0.call(operation)
    }

    /// Buys a new token for a refresh token, which is used up by it.
    pub fn refresh(self, refresh_token: impl Into<Secret>) -> Call<'c, RefreshToken> {
        self.0.call(RefreshToken::new(refresh_token))
    }
}
