//! JSON web tokens: an access and a refresh token, signed with HMAC-SHA256.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

use crate::json::{Constants, Json, parse};

/// How long an access token lives: three days, as in the real server's example settings.
pub(crate) const ACCESS_LIFETIME: Duration = Duration::from_secs(3 * 24 * 3600);
/// How long a refresh token lives: 245 days.
pub(crate) const REFRESH_LIFETIME: Duration = Duration::from_secs(245 * 24 * 3600);

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Access,
    Refresh,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
        }
    }

    fn lifetime(self) -> Duration {
        match self {
            Self::Access => ACCESS_LIFETIME,
            Self::Refresh => REFRESH_LIFETIME,
        }
    }
}

/// Why a token is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not a token of this server, or past its time.
    Invalid,
    /// A token of the other kind.
    WrongKind,
}

/// Signs and checks tokens.
pub(crate) struct Signer {
    key: String,
}

impl Signer {
    pub(crate) fn new(key: String) -> Self {
        Self { key }
    }

    /// Makes a token for a user.
    pub(crate) fn sign(&self, kind: Kind, user: u64, id: &str, now: Timestamp) -> String {
        let seconds = now.as_second();
        let expires = seconds + i64::try_from(kind.lifetime().as_secs()).unwrap_or(i64::MAX);
        let claims = Json::object([
            ("token_type", kind.name().into()),
            ("exp", Json::Number(expires.to_string())),
            ("iat", Json::Number(seconds.to_string())),
            ("jti", id.into()),
            ("user_id", user.into()),
        ]);
        let signed = format!("{}.{}", encode(r#"{"alg":"HS256","typ":"JWT"}"#), encode(&claims.to_text()));
        let signature = URL_SAFE_NO_PAD.encode(self.mac(&signed).finalize().into_bytes());
        format!("{signed}.{signature}")
    }

    /// Checks a token and tells its user.
    pub(crate) fn check(&self, kind: Kind, token: &str, now: Timestamp) -> Result<u64, Refused> {
        let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Invalid)?;
        let (_, claims) = signed.split_once('.').ok_or(Refused::Invalid)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Refused::Invalid)?;
        self.mac(signed).verify_slice(&signature).map_err(|_| Refused::Invalid)?;
        let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| Refused::Invalid)?;
        let claims = String::from_utf8(claims).map_err(|_| Refused::Invalid)?;
        let claims = parse(&claims, Constants::Refused).map_err(|_| Refused::Invalid)?;
        let number = |name: &str| claims.get(name).and_then(Json::as_i64).ok_or(Refused::Invalid);
        if number("exp")? <= now.as_second() {
            return Err(Refused::Invalid);
        }
        if claims.get("token_type").and_then(Json::as_str) != Some(kind.name()) {
            return Err(Refused::WrongKind);
        }
        number("user_id")?.try_into().map_err(|_| Refused::Invalid)
    }

    fn mac(&self, signed: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.key.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(signed.as_bytes());
        mac
    }
}

fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_hold_until_they_expire_and_only_for_their_kind() {
        let signer = Signer::new("key".to_owned());
        let now = Timestamp::from_second(1_000_000).unwrap();
        let token = signer.sign(Kind::Access, 7, "id", now);
        assert_eq!(signer.check(Kind::Access, &token, now), Ok(7));
        assert_eq!(signer.check(Kind::Refresh, &token, now), Err(Refused::WrongKind));
        let last = now.checked_add(ACCESS_LIFETIME).unwrap();
        assert_eq!(signer.check(Kind::Access, &token, last), Err(Refused::Invalid));
        assert_eq!(Signer::new("other".to_owned()).check(Kind::Access, &token, now), Err(Refused::Invalid));
        for garbage in ["", "x", "x.y.z", "...", &token[..token.len() - 1]] {
            assert_eq!(signer.check(Kind::Access, garbage, now), Err(Refused::Invalid), "{garbage}");
        }
    }
}
