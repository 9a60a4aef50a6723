//! The claims of access and refresh tokens.

use std::time::Duration;

use jiff::Timestamp;

use crate::http::jwt::Signer;
use crate::json::Json;

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
}

/// How long tokens are valid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetimes {
    pub(crate) access: Duration,
    pub(crate) refresh: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        let days = |days: u64| Duration::from_secs(days * 24 * 3600);
        Self { access: days(3), refresh: days(245) }
    }
}

/// Makes and checks tokens.
pub(crate) struct Tokens {
    signer: Signer,
    lifetimes: Lifetimes,
}

/// Why a token is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Not a token of this server, or expired.
    Invalid,
    /// A token of the other kind.
    WrongKind,
}

impl Tokens {
    pub(crate) fn new(signer: Signer, lifetimes: Lifetimes) -> Self {
        Self { signer, lifetimes }
    }

    /// Makes a token for a user.
    pub(crate) fn sign(&self, kind: Kind, user: u64, id: &str, now: Timestamp) -> String {
        let lifetime = match kind {
            Kind::Access => self.lifetimes.access,
            Kind::Refresh => self.lifetimes.refresh,
        };
        let seconds = now.as_second();
        let expires = seconds.saturating_add(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX));
        self.signer.sign(&Json::object([
            ("token_type", kind.name().into()),
            ("exp", Json::Number(expires.to_string())),
            ("iat", Json::Number(seconds.to_string())),
            ("jti", id.into()),
            ("user_id", user.into()),
        ]))
    }

    /// Checks a token and returns its user's id.
    pub(crate) fn check(&self, kind: Kind, token: &str, now: Timestamp) -> Result<u64, Refused> {
        let claims = self.signer.claims(token).ok_or(Refused::Invalid)?;
        let number = |name: &str| claims.get(name).and_then(Json::as_i64).ok_or(Refused::Invalid);
        if number("exp")? <= now.as_second() {
            return Err(Refused::Invalid);
        }
        if claims.get("token_type").and_then(Json::as_str) != Some(kind.name()) {
            return Err(Refused::WrongKind);
        }
        number("user_id")?.try_into().map_err(|_| Refused::Invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_hold_until_they_expire_and_only_for_their_kind() {
        let lifetimes = Lifetimes { access: Duration::from_secs(60), refresh: Duration::from_secs(3600) };
        let tokens = Tokens::new(Signer::new("key".to_owned()), lifetimes);
        let now = Timestamp::from_second(1_000_000).unwrap();
        let token = tokens.sign(Kind::Access, 7, "id", now);
        let check = |kind, token: &str, now| tokens.check(kind, token, now);
        assert_eq!(check(Kind::Access, &token, now), Ok(7));
        assert_eq!(check(Kind::Refresh, &token, now), Err(Refused::WrongKind));
        let end = now.checked_add(lifetimes.access).unwrap();
        let last = end.checked_sub(Duration::from_secs(1)).unwrap();
        assert_eq!(check(Kind::Access, &token, last), Ok(7));
        assert_eq!(check(Kind::Access, &token, end), Err(Refused::Invalid));
        let renewal = tokens.sign(Kind::Refresh, 7, "id", now);
        assert_eq!(check(Kind::Refresh, &renewal, end), Ok(7));
        assert_eq!(check(Kind::Access, "x.y.z", now), Err(Refused::Invalid));
    }
}
