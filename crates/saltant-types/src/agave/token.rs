use serde::{Deserialize, Serialize};

use super::number::integer;
use crate::Secret;
use crate::id::id;

id! {
    /// A user's name.
    Username(String)
}

id! {
    /// What a token can be used for, such as `PRODUCTION`.
    TokenScope(String)
}

impl Default for TokenScope {
    /// `PRODUCTION`, the scope that agavepy requests.
    fn default() -> Self {
        Self::new("PRODUCTION")
    }
}

/// An access token, and the refresh token that is exchanged for the next pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// The token that each request carries, as `Bearer`.
    pub access_token: Secret,
    /// The token that is exchanged for a new pair. It can be used once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Secret>,
    /// How long the access token is valid, in seconds; the server may leave it out.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u64>,
    /// `bearer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// What the token can be used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

impl Token {
    /// A token from the program's own store, without a refresh token.
    pub fn new(access_token: impl Into<Secret>) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: None,
            expires_in: None,
            token_type: None,
            scope: None,
        }
    }

    /// Adds the refresh token.
    #[must_use]
    pub fn with_refresh_token(mut self, refresh_token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }
}
