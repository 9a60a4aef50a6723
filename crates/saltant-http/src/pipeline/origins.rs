use http::Uri;
use saltant_core::{AuthUse, BaseUrl, Body, Error, ErrorKind, Metadata};

use super::sent_secrets::SentSecrets;

/// The origins that may get a client's credential: its own, and those that the program trusts.
#[derive(Clone, Copy)]
pub(crate) struct Origins<'c> {
    pub(crate) own: &'c BaseUrl,
    pub(crate) trusted: &'c [BaseUrl],
}

impl Origins<'_> {
    /// Whether requests to an address may carry the credential.
    pub(crate) fn trust(self, uri: &Uri) -> bool {
        self.own.is_origin_of(uri) || self.trusted.iter().any(|base| base.is_origin_of(uri))
    }

    /// Refuses a request to an address that is not trusted if it needs the credential or holds a secret of its
    /// own, such as the secret of an OAuth client.
    pub(crate) fn check(
        self,
        metadata: &'static Metadata,
        request: &http::Request<Body>,
    ) -> Result<(), Error> {
        let uri = request.uri();
        let needs_credential = !matches!(metadata.auth, AuthUse::None | AuthUse::Optional);
        if self.trust(uri) || !(needs_credential || SentSecrets::are_in(metadata, request)) {
            return Ok(());
        }
        let origin = origin(uri).map(|base| base.origin()).unwrap_or_default();
        let text = format!(
            "the service places `{}` at {origin}, but this client sends secrets to {} only; allow it with \
             trust({origin:?})",
            metadata.part.unwrap_or_default(),
            self.own.origin(),
        );
        Err(Error::new(ErrorKind::Usage, text).with_operation(metadata.name))
    }
}

/// The scheme, host and port of an address.
pub(crate) fn origin(uri: &Uri) -> Option<BaseUrl> {
    format!("{}://{}", uri.scheme_str()?, uri.authority()?).parse().ok()
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::pipeline::test_service::TestService;

    const NEEDS: &Metadata = &Metadata::new::<TestService>("test.a", Method::GET, "a").part(Some("account"));
    const OPTIONAL: &Metadata =
        &Metadata::new::<TestService>("test.b", Method::GET, "b").auth(AuthUse::Optional);

    #[test]
    fn a6_only_the_own_and_the_trusted_origins_get_the_credential() {
        let own = "https://h/api".parse().unwrap();
        let trusted = ["https://other:8443".parse().unwrap()];
        let origins = Origins { own: &own, trusted: &trusted };
        for (address, expected) in [
            ("https://h/x", true),
            ("https://other:8443/x", true),
            ("https://other/x", false),
            ("http://h/x", false),
            ("https://h.evil.test/x", false),
        ] {
            assert_eq!(origins.trust(&address.parse().unwrap()), expected, "{address}");
        }
        let elsewhere = || http::Request::get("https://evil.test/");
        let plain = elsewhere().body(Body::default()).unwrap();
        assert!(origins.check(OPTIONAL, &plain).is_ok());
        let error = origins.check(NEEDS, &plain).unwrap_err();
        assert_eq!(
            error.to_string(),
            "test.a: the service places `account` at https://evil.test, but this client sends secrets to \
             https://h only; allow it with trust(\"https://evil.test\")"
        );
        let mut secret = http::HeaderValue::from_static("Basic aWQ6Y2FuYXJ5");
        secret.set_sensitive(true);
        let signed = elsewhere().header("authorization", secret).body(Body::default());
        let named = elsewhere().body(Body::from(r#"{"auth": {"token": {"id": "t"}}}"#));
        for secret in [signed, named] {
            assert!(origins.check(OPTIONAL, &secret.unwrap()).is_err());
        }
    }
}
