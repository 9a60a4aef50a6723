use std::borrow::Cow;

use http::Uri;
use saltant_core::{AuthUse, BaseUrl, Directory, Error, ErrorKind, Metadata, TimeoutKind};

use crate::Client;
use crate::attempt::{late, within};
use crate::settings::Overrides;

/// Who knows where the parts of the service are.
pub(crate) struct Parts {
    pub(crate) directory: Box<dyn Directory>,
    /// Held by the one caller that asks the service. It is dropped, not poisoned, with its future.
    turn: tokio::sync::Mutex<()>,
}

impl Parts {
    pub(crate) fn new(directory: Box<dyn Directory>) -> Self {
        Self { directory, turn: tokio::sync::Mutex::new(()) }
    }
}

impl Client {
    /// Where the requests of an operation go, if that is known without asking the service for its parts.
    pub fn known_base(&self, metadata: &Metadata) -> Result<Cow<'_, BaseUrl>, Error> {
        let Some((part, parts)) = self.elsewhere(metadata) else {
            return Ok(Cow::Borrowed(self.base_url()));
        };
        let not_yet = || {
            let text = format!("where `{part}` is has not been asked yet: the first call that needs it does");
            Error::new(ErrorKind::Usage, text).with_operation(metadata.name)
        };
        self.checked(metadata, parts.directory.base(part).ok_or_else(not_yet)?)
    }

    /// Where the requests of an operation go. The service is asked if need be; that takes from the call's
    /// time, whose beginning is noted in `overrides`.
    pub(crate) async fn find_base(
        &self,
        metadata: &Metadata,
        overrides: &mut Overrides,
    ) -> Result<Cow<'_, BaseUrl>, Error> {
        let Some((part, parts)) = self.elsewhere(metadata) else {
            return Ok(Cow::Borrowed(self.base_url()));
        };
        if let Some(base) = parts.directory.base(part) {
            return self.checked(metadata, base);
        }
        let started = self.shared.clock.now();
        let mine = *overrides;
        let ask = async {
            let _turn = parts.turn.lock().await;
            // Whoever had the turn before may have asked.
            if parts.directory.base(part).is_none() {
                let (question, request) = parts.directory.question(self.base_url())?;
                Box::pin(self.execute(question, request, &mine)).await?;
            }
            parts
                .directory
                .base(part)
                .ok_or_else(|| parts.directory.missing(part).with_operation(metadata.name))
        };
        let limit = self.shared.settings.with(&mine).timeouts.total;
        let base = match limit {
            None => ask.await,
            Some(limit) => within(ask, limit, &*self.shared.clock).await.unwrap_or_else(|| {
                let (_, error) = late(TimeoutKind::Total, limit);
                Err(error.with_operation(metadata.name))
            }),
        };
        overrides.begun = Some(started);
        self.checked(metadata, base?)
    }

    /// Whether requests to an address may carry the credential.
    pub(crate) fn trusts(&self, uri: &Uri) -> bool {
        self.base_url().is_origin_of(uri) || self.shared.trusted.iter().any(|base| base.is_origin_of(uri))
    }

    /// The part that an operation belongs to, and who knows where it is.
    fn elsewhere(&self, metadata: &Metadata) -> Option<(&'static str, &Parts)> {
        metadata.part.zip(self.shared.parts.as_deref())
    }

    /// Refuses an address at which an operation would miss its credential.
    fn checked(&self, metadata: &Metadata, base: BaseUrl) -> Result<Cow<'_, BaseUrl>, Error> {
        let trusted = base.as_str().parse().is_ok_and(|uri| self.trusts(&uri));
        if trusted || matches!(metadata.auth, AuthUse::None | AuthUse::Optional) {
            return Ok(Cow::Owned(base));
        }
        let text = format!(
            "the service places `{}` at {}, but the credential was given for {}; allow it with trust({:?})",
            metadata.part.unwrap_or_default(),
            base.origin(),
            self.base_url().origin(),
            base.origin()
        );
        Err(Error::new(ErrorKind::Usage, text).with_operation(metadata.name))
    }
}
