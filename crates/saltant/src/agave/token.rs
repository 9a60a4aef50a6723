use saltant_macros::calls;
use saltant_types::Secret;

use super::{CreateToken, RefreshToken};

/// Tokens of a tenant. The client's credential has to hold an application's key and secret.
///
/// [`Client::login`](super::Client::login) creates a token and uses it.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Tokens<'c> via self.0 {
    create(CreateToken);
    refresh(refresh_token: Secret) -> RefreshToken;
} }
