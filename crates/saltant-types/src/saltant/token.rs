use serde::{Deserialize, Serialize};

use crate::Secret;

/// A pair of JSON web tokens. By a server's example settings `access` lives 3 days, `refresh` 245 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenPair {
    /// Sent with each request, as `Bearer`.
    pub access: Secret,
    /// Exchanged for a new access token; it stays the same.
    pub refresh: Secret,
}

impl TokenPair {
    /// Makes a pair of tokens that the program has kept.
    pub fn new(access: impl Into<Secret>, refresh: impl Into<Secret>) -> Self {
        Self { access: access.into(), refresh: refresh.into() }
    }
}

/// The answer to a refresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessToken {
    /// The new access token.
    pub access: Secret,
}
