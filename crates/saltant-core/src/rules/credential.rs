use std::fmt::Debug;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use saltant_types::Secret;

use crate::answer::{Answer, Error, ErrorKind};
use crate::clock::BoxFuture;
use crate::metadata::Metadata;
use crate::operation::Operation;
use crate::request::{BaseUrl, Body};
use crate::rules::token_store::RenewalTurn;

/// The credential that an operation is sent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthUse {
    /// No credential, even if the client has one.
    None,
    /// The client's credential.
    Client,
    /// The client's credential, if there is one and the address may get it. The service does not require it.
    Optional,
    /// The application's own key and secret (HTTP Basic).
    Application,
    /// The user's own name and password (HTTP Basic).
    Password,
    /// The token that the client has as a service of the cloud, not as a user: Astakos tells the two apart.
    Service,
}

/// A request that renews a credential, and what is known about it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Renewal {
    /// What is known about the operation.
    pub metadata: &'static Metadata,
    /// The request, with the proof that the caller may renew.
    pub request: http::Request<Body>,
}

impl Renewal {
    /// A renewal by an operation.
    pub fn by<O: Operation>(operation: &O, base: &BaseUrl) -> Result<Self, Error> {
        let metadata = operation.metadata();
        operation.to_request(base).map(|request| Self { metadata, request })
    }
}

/// A credential: it authenticates requests.
///
/// It knows which headers to set, how the service says that it has expired, and which request renews it. It
/// sends nothing itself: an executor sends the renewal, one at a time, and passes the answer back. It is used
/// for requests to trusted origins only.
pub trait Credential: Debug + Send + Sync + 'static {
    /// Adds the credential to a request's headers; header values are marked sensitive.
    fn apply(&self, auth: AuthUse, headers: &mut HeaderMap) -> Result<(), Error>;

    /// The query parameter that carries the credential, if the service takes one there.
    ///
    /// The executor adds it last and does not show the address.
    fn query(&self, _auth: AuthUse) -> Option<(&'static str, Secret)> {
        None
    }

    /// The body to send instead of the operation's, for an operation that carries the credential there and
    /// was given none.
    fn body(&self, _operation: &Metadata, _body: &Body) -> Result<Option<Body>, Error> {
        Ok(None)
    }

    /// Whether a bad answer says that the credential has expired, so that renewing it may help.
    fn is_expired(&self, _answer: &Answer) -> bool {
        false
    }

    /// Whether the credential expires soon after `now`, so that it should be renewed first.
    ///
    /// `spread`, from 0 to 1, brings the renewal forward by a part of its margin. It is a random number of the
    /// client, so that many programs with the same token do not all renew at once.
    fn expires_soon(&self, _now: SystemTime, _spread: f64) -> bool {
        false
    }

    /// A number that changes with each renewal. A call that used an older one need not renew again.
    fn generation(&self) -> u64 {
        0
    }

    /// The request that renews the credential; `None` if it cannot be renewed.
    fn renewal(&self, _base: &BaseUrl) -> Option<Result<Renewal, Error>> {
        None
    }

    /// Waits until this program may renew the credential, if several programs share it.
    ///
    /// An executor calls this before it makes the [`renewal`](Self::renewal), and holds the turn until it has
    /// passed the answer to [`accept`](Self::accept).
    fn turn(&self, _now: SystemTime) -> BoxFuture<'_, Result<RenewalTurn, Error>> {
        Box::pin(async { Ok(RenewalTurn::Own(Box::new(()))) })
    }

    /// Takes the renewed credential from the answer to the renewal.
    fn accept(&self, _answer: &Answer) -> Result<(), Error> {
        Ok(())
    }
}

/// No credential, for services that do not require one.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCredential;

impl Credential for NoCredential {
    fn apply(&self, _: AuthUse, _: &mut HeaderMap) -> Result<(), Error> {
        Ok(())
    }
}

/// A header's value that is a secret, marked so that nothing shows it.
pub(crate) fn secret_value(text: String) -> Result<HeaderValue, Error> {
    let wrong = || Error::new(ErrorKind::Usage, "the token holds a character that a header cannot carry");
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(text)).map_err(|_| wrong())?;
    value.set_sensitive(true);
    Ok(value)
}

/// An `Authorization` value of a scheme, marked so that nothing shows it.
pub(crate) fn authorization(scheme: &str, secret: &Secret) -> Result<HeaderValue, Error> {
    secret_value([scheme, " ", secret.expose()].concat())
}

/// An `Authorization` value with a name and a password or secret (RFC 7617), marked so that nothing shows it.
#[allow(dead_code)] // unused without the services that need it
pub(crate) fn basic(name: &str, secret: &Secret) -> Result<HeaderValue, Error> {
    if name.contains(':') {
        return Err(Error::new(ErrorKind::Usage, "a name with a colon cannot be sent with a password"));
    }
    let pair = Secret::new(format!("{name}:{}", secret.expose()));
    authorization("Basic", &Secret::new(base64::engine::general_purpose::STANDARD.encode(pair.expose())))
}

/// The expiry in a JSON web token. The signature is not checked, so this is only for renewing in time.
#[allow(dead_code)] // unused without the services that need it
pub(crate) fn peek_expiry(token: &str) -> Option<SystemTime> {
    let seconds = peek_claims(token)?.get("exp")?.as_f64()?;
    let since_epoch = Duration::try_from_secs_f64(seconds).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(since_epoch)
}

/// The claims of a JSON web token, unchecked.
#[allow(dead_code)] // unused without the services that need it
pub(crate) fn peek_claims(token: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    const LONGEST: usize = 16 * 1024;
    let payload = token.split('.').nth(1).filter(|payload| payload.len() <= LONGEST)?;
    let json = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expiry_is_read_from_the_claims_and_garbage_is_none() {
        // {"exp": 1700000000}
        let token = "e30.eyJleHAiOiAxNzAwMDAwMDAwfQ.sig";
        assert_eq!(peek_expiry(token), Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)));
        for garbage in
            ["", "a.b", "a.!!.c", "e30.e30.x", "e30.eyJleHAiOiAtMX0.x", "e30.eyJleHAiOiAxZTQwMH0.x"]
        {
            assert_eq!(peek_expiry(garbage), None, "{garbage}");
        }
        assert_eq!(peek_expiry(&format!("a.{}.c", "A".repeat(1 << 20))), None);
    }

    #[test]
    fn a_credential_that_says_nothing_of_its_end_never_expires() {
        let answer = Answer::default();
        assert!(!NoCredential.is_expired(&answer) && !NoCredential.expires_soon(SystemTime::now(), 1.0));
        assert_eq!(NoCredential.generation(), 0);
    }
}
