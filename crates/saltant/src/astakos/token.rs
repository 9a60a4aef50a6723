use saltant_http::Call;
use saltant_macros::calls;

use super::{Authenticate, Client, ObtainToken, ValidateToken};

/// Temporary tokens.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Tokens<'c> via self.0 {
    validate(ValidateToken);
    obtain(ObtainToken);
} }

calls! { astakos, impl Client via self.http() {
    authenticate() -> Authenticate;
} }

impl Client {
    /// Authenticates the user as a tenant, which has to be the user's id.
    pub fn authenticate_as(&self, tenant_name: impl Into<String>) -> Call<'_, Authenticate> {
        self.call(Authenticate::new().tenant_name(tenant_name))
    }
}
