use saltant_macros::calls;
use saltant_types::Secret;

use super::{ObtainToken, RefreshToken, Username};

/// JSON web tokens, an alternative to the static token.
///
/// [`Client::login`](super::Client::login) obtains a pair and renews it.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

calls! { saltant, impl<'c> Tokens<'c> via self.0 {
    /// No credential is sent.
    obtain(username: Username, password: Secret) -> ObtainToken;
    /// No credential is sent.
    refresh(refresh: Secret) -> RefreshToken;
} }
