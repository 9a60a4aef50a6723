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
