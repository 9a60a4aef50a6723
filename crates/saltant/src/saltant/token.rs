use saltant_http::Call;
use saltant_types::Secret;

use super::{ObtainToken, RefreshToken, Username};

/// JSON web tokens, an alternative to the static token.
///
/// [`Client::login`](super::Client::login) does all of it at once.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Tokens<'c> {
    /// Obtains a pair of tokens for a user. No credential is sent.
    pub fn obtain(self, username: impl Into<Username>, password: impl Into<Secret>) -> Call<'c, ObtainToken> {
        self.0.call(ObtainToken::new(username, password))
    }

    /// Buys a new access token for a refresh token. No credential is sent.
    pub fn refresh(self, refresh: impl Into<Secret>) -> Call<'c, RefreshToken> {
        self.0.call(RefreshToken::new(refresh))
    }
}
