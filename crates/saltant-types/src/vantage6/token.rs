use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::Secret;

/// A pair of JSON web tokens. By default the access token lives 6 hours and the refresh token 48; servers may
/// be set to other times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenSet {
    /// The token that is sent with each request, as `Bearer`.
    pub access_token: Secret,
    /// The token to get a new pair with. The old pair works until it expires.
    pub refresh_token: Secret,
    /// The path to renew the pair at, as the server sees it. Renewals go to `token/refresh` below the client's
    /// own address instead, which a proxy may have changed.
    #[serde(default)]
    pub refresh_url: String,
    /// The path of the user, for a user's tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_url: Option<String>,
    /// The path of the node, for a node's tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_url: Option<String>,
}

impl TokenSet {
    /// A pair from the program's own store.
    pub fn new(access_token: impl Into<Secret>, refresh_token: impl Into<Secret>) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: refresh_token.into(),
            refresh_url: String::new(),
            user_url: None,
            node_url: None,
        }
    }
}

/// How to set up two-factor codes, after a first login or a reset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TwoFactorSetup {
    /// The address to show as a QR code. It has the secret in it.
    pub qr_uri: Secret,
    /// The secret that the codes are made from: base32, for codes of six digits that change every 30 s.
    pub otp_secret: Secret,
    /// The server's message to the user.
    #[serde(default)]
    pub msg: String,
}

/// The answer to a login. All three forms come with status 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum LoginAnswer {
    /// Logged in.
    Tokens(TokenSet),
    /// Not logged in: this is the first login, and two-factor codes have to be set up.
    SetUpTwoFactor(TwoFactorSetup),
    /// Not logged in: a two-factor code is needed.
    CodeNeeded {
        /// The server's message to the user.
        msg: String,
    },
}

impl<'de> Deserialize<'de> for LoginAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = Map::deserialize(deserializer)?;
        let has = |key| object.contains_key(key);
        if let (false, false, Some(Value::String(msg))) =
            (has("access_token"), has("otp_secret"), object.get("msg"))
        {
            return Ok(Self::CodeNeeded { msg: msg.clone() });
        }
        let answer = if has("otp_secret") {
            serde_json::from_value(Value::Object(object)).map(Self::SetUpTwoFactor)
        } else {
            serde_json::from_value(Value::Object(object)).map(Self::Tokens)
        };
        answer.map_err(D::Error::custom)
    }
}

/// The token of an algorithm's container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContainerToken {
    /// The token that is sent with each request, as `Bearer`. It does not expire.
    pub container_token: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mfa_answers_inside_a_200_are_outcomes_and_no_tokens() {
        let read = |text: &str| serde_json::from_str::<LoginAnswer>(text);
        let setup = read(r#"{"qr_uri": "otpauth://canary", "otp_secret": "canary", "msg": "m"}"#).unwrap();
        assert!(matches!(setup, LoginAnswer::SetUpTwoFactor(_)));
        assert!(!format!("{setup:?}").contains("canary"));
        let needed = read(r#"{"msg": "Please include your two-factor authentication code"}"#).unwrap();
        assert!(matches!(&needed, LoginAnswer::CodeNeeded { msg } if msg.starts_with("Please")));
        let tokens = read(r#"{"access_token": "canary", "refresh_token": "canary"}"#).unwrap();
        assert!(matches!(tokens, LoginAnswer::Tokens(_)) && !format!("{tokens:?}").contains("canary"));
        assert!(read(r#"{"access_token": "a"}"#).unwrap_err().to_string().contains("refresh_token"));
        assert!(read("{}").is_err());
    }
}
