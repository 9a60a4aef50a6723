use http::Uri;
use saltant_core::{AuthUse, BaseUrl, Error, ErrorKind, Metadata};

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

    /// Refuses an address at which an operation would be sent without the credential that it needs.
    pub(crate) fn check(self, metadata: &Metadata, base: BaseUrl) -> Result<BaseUrl, Error> {
        let is_trusted = base.as_str().parse().is_ok_and(|uri| self.trust(&uri));
        if is_trusted || matches!(metadata.auth, AuthUse::None | AuthUse::Optional) {
            return Ok(base);
        }
        let text = format!(
            "the service places `{}` at {}, but the credential was given for {}; allow it with trust({:?})",
            metadata.part.unwrap_or_default(),
            base.origin(),
            self.own.origin(),
            base.origin()
        );
        Err(Error::new(ErrorKind::Usage, text).with_operation(metadata.name))
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::pipeline::test_service::TestService;

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
        let needs = Metadata::new::<TestService>("test.a", Method::GET, "a").part(Some("account"));
        let optional = Metadata::new::<TestService>("test.b", Method::GET, "b").auth(AuthUse::Optional);
        let elsewhere = || "https://evil.test/".parse().unwrap();
        assert!(origins.check(&optional, elsewhere()).is_ok());
        let error = origins.check(&needs, elsewhere()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "test.a: the service places `account` at https://evil.test, but the credential was given for \
             https://h; allow it with trust(\"https://evil.test\")"
        );
    }
}
