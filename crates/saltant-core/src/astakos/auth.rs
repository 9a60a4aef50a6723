use http::{HeaderMap, HeaderName};
use percent_encoding::percent_decode_str;
use saltant_types::Secret;

use super::{
    ActOnApplication, ActOnApplicationV015, ActOnCommission, ActOnMembership, ActOnProject, Authenticate,
    CreateProject, EnrollMember, GetApplication, GetApplications, GetCommissionInfo, GetEndpoints,
    GetMembership, GetMemberships, GetPendingCommissions, GetProject, GetProjects, GetQuotas, GetResources,
    GetServices, GetToken, GetUsernames, GetUuids, IssueCommission, IssueCommissionGeneric,
    IssueOneCommission, IssueResourceReassignment, JoinProject, ModifyProject, ResolveCommissions,
    SendFeedback, ServiceGetProjectQuotas, ServiceGetQuotas, ServiceGetUsernames, ServiceGetUuids,
    SetDefaultProject, ValidateToken,
};
use crate::answer::{Error, ErrorKind};
use crate::operation::Operation;
use crate::rules::credential::secret_value;
use crate::rules::{AuthUse, Credential};

/// The header that carries either kind of token.
const HEADER: HeaderName = HeaderName::from_static("x-auth-token");

/// A user's token.
#[derive(Clone, Debug)]
pub struct UserToken(Secret);

/// The token of a service of the cloud, also called component: it may charge users and see all of them.
#[derive(Clone, Debug)]
pub struct ServiceToken(Secret);

/// No token: for what everybody may ask.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoToken;

/// A kind of token, or none.
pub trait Kind: Credential {}

impl Kind for UserToken {}
impl Kind for ServiceToken {}
impl Kind for NoToken {}

impl UserToken {
    /// Takes a token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl ServiceToken {
    /// Takes a token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for UserToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply(&self.0, auth, headers)
    }
}

impl Credential for ServiceToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply(&self.0, auth, headers)
    }
}

impl Credential for NoToken {
    fn apply(&self, _: AuthUse, _: &mut HeaderMap) -> Result<(), Error> {
        Ok(())
    }
}

fn apply(token: &Secret, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
    if !matches!(auth, AuthUse::Client | AuthUse::Optional) {
        return Ok(());
    }
    if token.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "the token is empty"));
    }
    headers.insert(HEADER, secret_value(token.expose())?);
    Ok(())
}

/// An operation that a client with this kind of token may send.
///
/// A program's own operations say it too, to be sent by such a client.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not for a client with a `{T}`",
    note = "some calls take a user's token, some a service's: see the two clients"
)]
pub trait Takes<T: Kind>: Operation {}

/// Says which operations take which token.
macro_rules! takes {
    ($token:ty: $($operation:ty),+ $(,)?) => { $(impl Takes<$token> for $operation {})+ };
    ($($operation:ty),+ $(,)?) => { $(impl<T: Kind> Takes<T> for $operation {})+ };
}

takes!(GetEndpoints, ValidateToken, GetToken, GetServices, GetResources);

takes!(UserToken:
    Authenticate, GetUsernames, GetUuids, SendFeedback, GetQuotas, GetProjects, GetProject, CreateProject,
    ModifyProject, ActOnProject, SetDefaultProject, GetApplications, GetApplication, ActOnApplication,
    ActOnApplicationV015, GetMemberships, GetMembership, ActOnMembership, JoinProject, EnrollMember,
);

takes!(ServiceToken:
    ServiceGetUsernames, ServiceGetUuids, ServiceGetQuotas, ServiceGetProjectQuotas, IssueCommission,
    IssueCommissionGeneric, IssueOneCommission, IssueResourceReassignment, GetPendingCommissions,
    GetCommissionInfo, ActOnCommission, ResolveCommissions,
);

/// Takes the user's token out of the text of Astakos's cookie: percent-encoded, the user's id or name, a bar
/// and the token.
///
/// ```
/// use saltant_core::astakos::get_token_from_cookie;
///
/// let token = get_token_from_cookie("73917abc-abcd-477e-a1f1-1763abcdefab%7Ca%2Bb%2F%3D%3D").unwrap();
/// assert_eq!(token.expose(), "a+b/==");
/// assert!(get_token_from_cookie("no bar").is_none());
/// ```
pub fn get_token_from_cookie(cookie: &str) -> Option<Secret> {
    let text = percent_decode_str(cookie).decode_utf8().ok()?;
    let (_, token) = text.split_once('|')?;
    (!token.is_empty()).then(|| Secret::new(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_the_token_is_marked_sensitive_and_never_shown() {
        let (user, service) = (UserToken::new("canary"), ServiceToken::new("canary"));
        for token in [&user as &dyn Credential, &service] {
            let mut headers = HeaderMap::new();
            token.apply(AuthUse::Client, &mut headers).unwrap();
            assert_eq!(headers["x-auth-token"], "canary");
            assert!(headers["x-auth-token"].is_sensitive());
            assert!(!format!("{token:?} {headers:?}").contains("canary"));
        }
    }

    #[test]
    fn a_token_goes_only_with_what_takes_one_and_has_to_be_one() {
        let mut headers = HeaderMap::new();
        UserToken::new("t").apply(AuthUse::None, &mut headers).unwrap();
        UserToken::new("t").apply(AuthUse::Application, &mut headers).unwrap();
        assert!(headers.is_empty());
        for wrong in ["", "canary\n"] {
            let error = UserToken::new(wrong).apply(AuthUse::Optional, &mut headers).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(!error.to_string().contains("canary"));
        }
    }

    #[test]
    fn a_cookie_is_split_at_its_first_bar() {
        let token = |cookie| get_token_from_cookie(cookie).map(|token| token.expose().to_owned());
        assert_eq!(token("u|t").as_deref(), Some("t"));
        assert_eq!(token("a|b|c").as_deref(), Some("b|c"));
        assert_eq!(token("u%7Ct").as_deref(), Some("t"));
        for none in ["", "u", "u|", "u%7C", "%ff|t"] {
            assert_eq!(token(none), None, "{none}");
        }
    }
}
