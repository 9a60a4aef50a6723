use saltant_core::Declared as _;
use saltant_http::Call;
use saltant_types::Secret;

use super::{
    Authenticate, Client, EndpointFilter, Endpoints, GetEndpoints, GetToken, Kind, NoEndpoints, Public, User,
    ValidateToken,
};

impl User {
    /// Authenticates the user: says whose the token is, and where the services of the cloud are.
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

impl<T: Kind> Client<T> {
    /// Says whose a temporary token is.
    pub fn validate_token(&self, operation: ValidateToken) -> Call<'_, ValidateToken> {
        self.call(operation)
    }

    /// Gets a temporary token for a program that a user has allowed to act.
    pub fn get_token(&self, operation: GetToken) -> Call<'_, GetToken> {
        self.call(operation)
    }
}

impl Public {
    /// Takes the user's token out of the text of Astakos's cookie; nothing is sent.
    pub fn get_token_from_cookie(cookie: &str) -> Option<Secret> {
        super::get_token_from_cookie(cookie)
    }

    /// The services that match, each with only the endpoints that match; nothing is sent.
    pub fn parse_endpoints(endpoints: &Endpoints, filter: &EndpointFilter) -> Result<Endpoints, NoEndpoints> {
        endpoints.parse_endpoints(filter)
    }
}
