use std::borrow::Cow;
use std::fmt::Display;

use http::header::AUTHORIZATION;
use saltant_types::Secret;
use saltant_types::astakos::{Access, AccessToken};
use serde::{Deserialize, Serialize};

use crate::metadata::Metadata;
use crate::operation::Declared as _;
use crate::operations::Operation;
use crate::request::{Body, EncodeError, Encoder};
use crate::rules::credential::basic;

/// Authenticates a user: gets the owner of the token, and the addresses of the services of the cloud.
///
/// A wrong or expired token, an inactive user and terms that the user has not agreed to are all a 401; the
/// message tells them apart.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.authenticate", POST "tokens", output = Access)]
#[operation(key = "access", part = None, effect = Safe, auth = Optional, check = not_empty, write = write_login)]
pub struct Authenticate {
    /// The user's token, which is sent in the body; the client's own by default.
    #[custom]
    pub token: Option<Secret>,
    /// The tenant that the user is expected to be: the user's id. Another one is refused (400).
    #[custom]
    pub tenant_name: Option<String>,
}

fn not_empty(operation: &Authenticate) -> Result<(), EncodeError> {
    if operation.token.as_ref().is_some_and(Secret::is_empty) {
        return Err(EncodeError::Refused { name: "token", reason: "it is empty".to_owned() });
    }
    Ok(())
}

fn write_login(operation: &Authenticate, request: &mut Encoder) -> Result<(), EncodeError> {
    let token = operation.token.as_ref().map(|token| TokenId { id: Cow::Borrowed(token) });
    let tenant_name = operation.tenant_name.as_deref().map(Cow::Borrowed);
    request.json("auth", &Login { token, tenant_name })
}

/// The body of an authentication.
#[derive(Serialize, Deserialize)]
struct LoginBody<'a> {
    auth: Login<'a>,
}

#[derive(Serialize, Deserialize)]
struct Login<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<TokenId<'a>>,
    #[serde(rename = "tenantName", skip_serializing_if = "Option::is_none")]
    tenant_name: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
struct TokenId<'a> {
    id: Cow<'a, Secret>,
}

/// Whether the body of an authentication lacks the token.
pub(super) fn lacks_token(operation: &Metadata, body: &Body) -> bool {
    let login = || serde_json::from_slice::<LoginBody<'_>>(body.as_bytes()?).ok();
    operation.name == Authenticate::METADATA.name && login().is_some_and(|login| login.auth.token.is_none())
}

/// The body of an authentication with a token in it.
pub(super) fn with_token(body: &Body, token: &Secret) -> Option<Body> {
    let mut login: LoginBody<'_> = serde_json::from_slice(body.as_bytes()?).ok()?;
    login.auth.token = Some(TokenId { id: Cow::Borrowed(token) });
    serde_json::to_vec(&login).ok().map(Body::from)
}

/// Gets the owner of a temporary token.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.validate_token", GET "tokens/{token_id}", output = Access)]
#[operation(key = "access", part = None, auth = Optional)]
pub struct ValidateToken {
    /// The temporary token.
    #[segment(secret)]
    pub token_id: Secret,
    /// The path of the service that the token has to be valid for. For another one the answer is a 404.
    #[query = "belongsTo"]
    pub belongs_to: Option<String>,
}

/// Obtains a temporary token for a program that may act for a user.
///
/// The program identifies itself with its own id and secret (HTTP Basic); no other token is sent.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_token", POST "token", output = AccessToken)]
#[operation(part = "oauth2", auth = None, write = write_grant)]
pub struct ObtainToken {
    /// How the program proves that it may have the token; the server knows only `authorization_code`.
    #[custom]
    pub grant_type: String,
    /// The program's id.
    #[custom]
    pub client_id: String,
    /// The program's secret.
    #[custom]
    pub client_secret: Secret,
    /// The code that the user's browser was sent back with.
    #[custom]
    pub code: Option<Secret>,
    /// The address that the code was sent to.
    #[custom]
    pub redirect_uri: Option<String>,
}

fn write_grant(operation: &ObtainToken, request: &mut Encoder) -> Result<(), EncodeError> {
    let ObtainToken { grant_type, client_id, client_secret, code, redirect_uri } = operation;
    let refused = |_| EncodeError::Header { name: "authorization" };
    request.secret_header(AUTHORIZATION, basic(client_id, client_secret).map_err(refused)?);
    let code = code.as_ref().map(Secret::expose);
    let fields: [(_, Option<&dyn Display>); 3] = [
        ("grant_type", Some(grant_type)),
        ("code", code.as_ref().map(|code| code as _)),
        ("redirect_uri", redirect_uri.as_ref().map(|uri| uri as _)),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            request.form(name, &value);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_neither_the_secret_nor_the_code_is_shown() {
        let operation = ObtainToken::new("authorization_code", "id", "canary").code("canary");
        let request = operation.to_request(&"https://h/oauth2".parse().unwrap()).unwrap();
        assert!(request.headers()["authorization"].is_sensitive());
        assert_eq!(request.headers()["authorization"], "Basic aWQ6Y2FuYXJ5");
        let login = Authenticate::new().token("canary");
        let check = ValidateToken::new("canary");
        assert!(!format!("{operation:?} {request:?} {login:?} {check:?}").contains("canary"));
    }

    #[test]
    fn an_authentication_with_an_empty_token_is_not_sent() {
        let error = Authenticate::new().token("").to_request(&"https://h".parse().unwrap()).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Encode);
    }
}
