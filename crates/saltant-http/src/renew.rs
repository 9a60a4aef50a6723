use saltant_core::{Error, ErrorKind};

use crate::Client;
use crate::settings::Overrides;

impl Client {
    /// Renews the credential that was seen under `generation`, unless somebody else has done so meanwhile.
    ///
    /// One caller renews, the others wait for it; if it is dropped, the next one takes over. `false` means
    /// that this credential cannot be renewed.
    pub(crate) async fn renew(&self, generation: u64, why: Error) -> Result<bool, Error> {
        let credential = &self.shared.credential;
        let Some(renewal) = credential.renewal(self.base_url()) else { return Ok(false) };
        let _turn = self.shared.renewal.lock().await;
        if credential.generation() != generation {
            return Ok(true);
        }
        let renewal = renewal?;
        // The renewal goes without a credential, so it does not come back here.
        let sent = Box::pin(self.execute(renewal.facts, renewal.request, &Overrides::default())).await;
        let accepted = sent.and_then(|(answer, _)| credential.accept(&answer));
        accepted.map(|()| true).map_err(|cause| {
            let text = format!("{why}; and renewing the credential failed: {cause}");
            let kind = if cause.is_auth() { ErrorKind::Auth } else { cause.kind() };
            Error::new(kind, text).with_source(cause)
        })
    }
}
