use saltant_core::Declared as _;
use saltant_http::Call;
use saltant_macros::calls;
use saltant_types::Secret;

use super::{Authenticate, GetEndpoints, ObtainToken, User, ValidateToken};

/// Temporary tokens.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Tokens<'c> via self.0 {
    validate(ValidateToken);
    obtain(ObtainToken);
} }

impl User {
    /// Authenticates the user: gets the owner of the token, and the addresses of the services of the cloud.
    ///
    /// The token is the client's own.
    pub fn authenticate(&self) -> Call<'_, Authenticate> {
        self.call(Authenticate::new(self.token()))
    }

    /// Authenticates the user as a tenant, which has to be the user's id.
    pub fn authenticate_as(&self, tenant_name: impl Into<String>) -> Call<'_, Authenticate> {
        self.call(Authenticate::new(self.token()).tenant_name(tenant_name))
    }

    /// The token as the credential sends it; empty if it sends none, which an authentication refuses.
    fn token(&self) -> Secret {
        let mut headers = http::HeaderMap::new();
        let applied = self.http().credential().apply(GetEndpoints::METADATA.auth, &mut headers);
        let value = headers.get("x-auth-token").filter(|_| applied.is_ok());
        Secret::new(value.and_then(|value| value.to_str().ok()).unwrap_or_default())
    }
}
