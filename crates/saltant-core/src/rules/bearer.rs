use http::{HeaderMap, header};
use saltant_types::Secret;

use crate::answer::{Error, ErrorKind};
use crate::rules::credential::{AuthUse, Credential, authorization};

/// A token that is sent as `Authorization: Bearer …`. It is not renewed.
#[derive(Clone, Debug)]
pub struct BearerToken(Secret);

impl BearerToken {
    /// Takes a token, from a login or from a store.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(token.into())
    }
}

impl Credential for BearerToken {
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        apply_bearer(&self.0, auth, headers)
    }
}

/// Sets the header of a bearer token, unless the operation is sent without a credential.
pub(crate) fn apply_bearer(token: &Secret, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
    match auth {
        AuthUse::None => {}
        AuthUse::Application => {
            let text =
                "this operation needs an application's key and secret, and the client has only a token";
            return Err(Error::new(ErrorKind::Usage, text));
        }
        AuthUse::Password => return Err(needs_password()),
        AuthUse::Client | AuthUse::Optional | AuthUse::Service => {
            headers.insert(header::AUTHORIZATION, authorization("Bearer", token)?);
        }
    }
    Ok(())
}

/// The error of a credential without a user's name and password.
pub(crate) fn needs_password() -> Error {
    let text = "this operation needs a user's name and password, and the client has others: set them with \
                `agave::UserPassword`";
    Error::new(ErrorKind::Usage, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_a_bearer_token_is_marked_sensitive_and_never_shown() {
        let token = BearerToken::new("canary");
        let mut headers = HeaderMap::new();
        token.apply(AuthUse::Client, &mut headers).unwrap();
        assert_eq!(headers["authorization"], "Bearer canary");
        assert!(headers["authorization"].is_sensitive());
        assert!(!format!("{token:?} {headers:?}").contains("canary"));
    }

    #[test]
    fn a_bearer_token_is_sent_only_where_one_is_taken() {
        let mut headers = HeaderMap::new();
        BearerToken::new("t").apply(AuthUse::None, &mut headers).unwrap();
        let error = BearerToken::new("canary").apply(AuthUse::Application, &mut headers).unwrap_err();
        assert!(headers.is_empty());
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(!error.to_string().contains("canary"));
    }
}
