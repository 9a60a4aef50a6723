use serde::{Deserialize, Serialize};

use crate::Secret;

/// A pair of JSON web tokens. By a server's example settings `access` lives 3 days, `refresh` 245 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenPair {
    /// Goes with each request, as `Bearer`.
    pub access: Secret,
    /// Buys a new access token; it is not rotated.
    pub refresh: Secret,
}

impl TokenPair {
    /// Puts a pair together from a store of the program's own.
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
