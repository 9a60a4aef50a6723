//! JSON web tokens: their claims, and why one is refused.

use axum::http::StatusCode;
use jiff::Timestamp;

use crate::http::jwt::Signer;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::random::Random;
use crate::vantage6::reply;

/// Seconds until an access token, a refresh token and a recovery token expire.
const ACCESS: i64 = 6 * 3600;
const REFRESH: i64 = 48 * 3600;
const RECOVERY: i64 = 3600;

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

/// Who asks, as tokens say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientType {
    User,
    Node,
    Container,
}

impl ClientType {
    fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Node => "node",
            Self::Container => "container",
        }
    }
}

/// Makes tokens.
pub(crate) struct Mint<'a> {
    pub(crate) signer: &'a Signer,
    pub(crate) random: &'a Random,
    pub(crate) now: Timestamp,
}

impl Mint<'_> {
    /// A token of a user or a node. Its subject is a number.
    pub(crate) fn login(&self, kind: Kind, client: ClientType, id: u64, roles: Vec<String>) -> String {
        let lifetime = if kind == Kind::Access { ACCESS } else { REFRESH };
        self.sign(kind, client, id.into(), Some(lifetime), roles)
    }

    /// A token of an algorithm's container, which does not expire.
    pub(crate) fn container(&self, subject: Json) -> String {
        self.sign(Kind::Access, ClientType::Container, subject, None, Vec::new())
    }

    /// A token that a mail brings, to set a new password or two-factor secret.
    pub(crate) fn recovery(&self, user: u64) -> String {
        let subject = Json::object([("id", user.to_string().into())]);
        self.sign(Kind::Access, ClientType::Container, subject, Some(RECOVERY), Vec::new())
    }

    fn sign(
        &self,
        kind: Kind,
        client: ClientType,
        subject: Json,
        lifetime: Option<i64>,
        roles: Vec<String>,
    ) -> String {
        let seconds = self.now.as_second();
        let number = |value: i64| Json::Number(value.to_string());
        let mut claims = vec![
            ("fresh", false.into()),
            ("iat", number(seconds)),
            ("jti", self.random.uuid().to_string().into()),
            ("type", kind.name().into()),
            ("sub", subject),
            ("nbf", number(seconds)),
            ("csrf", self.random.uuid().to_string().into()),
        ];
        if let Some(lifetime) = lifetime {
            claims.push(("exp", number(seconds + lifetime)));
        }
        claims.push(("client_type", client.name().into()));
        claims.push(("roles", roles.into_iter().collect()));
        let claims = claims.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.signer.sign(&Json::Object(claims))
    }
}

/// Why a token cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    TooShort,
    NotSigned,
    Expired,
    /// A token of the other kind.
    Wrong(Kind),
}

impl Refused {
    pub(crate) fn reply(&self) -> Reply {
        let (status, text) = match self {
            Self::Expired => (StatusCode::UNAUTHORIZED, "Token has expired"),
            Self::TooShort => (StatusCode::UNPROCESSABLE_ENTITY, "Not enough segments"),
            Self::NotSigned => (StatusCode::UNPROCESSABLE_ENTITY, "Signature verification failed"),
            Self::Wrong(Kind::Refresh) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "Only non-refresh tokens are allowed")
            }
            Self::Wrong(Kind::Access) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "Only refresh tokens are allowed")
            }
        };
        reply::jwt(status, text)
    }
}

/// The claims of a token of one kind.
pub(crate) fn check(signer: &Signer, wanted: Kind, token: &str, now: Timestamp) -> Result<Json, Refused> {
    if token.split('.').count() != 3 {
        return Err(Refused::TooShort);
    }
    let claims = signer.claims(token).ok_or(Refused::NotSigned)?;
    let expires = claims.get("exp").and_then(Json::as_i64);
    if expires.is_some_and(|expires| expires <= now.as_second()) {
        return Err(Refused::Expired);
    }
    let is_refresh = claims.get("type").and_then(Json::as_str) == Some(Kind::Refresh.name());
    match (wanted, is_refresh) {
        (Kind::Access, true) => Err(Refused::Wrong(Kind::Refresh)),
        (Kind::Refresh, false) => Err(Refused::Wrong(Kind::Access)),
        _ => Ok(claims),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_hold_until_they_expire_and_only_for_their_kind() {
        let (signer, random) = (Signer::new("key".to_owned()), Random::new(Some(1)));
        let now = Timestamp::from_second(1_000_000).unwrap();
        let mint = Mint { signer: &signer, random: &random, now };
        let access = mint.login(Kind::Access, ClientType::User, 7, vec!["Root".to_owned()]);
        let at = |seconds| Timestamp::from_second(1_000_000 + seconds).unwrap();
        let claims = check(&signer, Kind::Access, &access, at(ACCESS - 1)).unwrap();
        assert_eq!(claims.get("sub").and_then(Json::as_i64), Some(7));
        assert_eq!(check(&signer, Kind::Access, &access, at(ACCESS)), Err(Refused::Expired));
        assert_eq!(check(&signer, Kind::Refresh, &access, now), Err(Refused::Wrong(Kind::Access)));
        let refresh = mint.login(Kind::Refresh, ClientType::User, 7, Vec::new());
        assert_eq!(check(&signer, Kind::Access, &refresh, now), Err(Refused::Wrong(Kind::Refresh)));
        let container = mint.container(Json::object([]));
        assert!(check(&signer, Kind::Access, &container, Timestamp::MAX).is_ok());
        assert_eq!(check(&signer, Kind::Access, "x", now), Err(Refused::TooShort));
        assert_eq!(check(&signer, Kind::Access, "x.y.z", now), Err(Refused::NotSigned));
    }
}
