//! A running vantage6 server: what the other services do not have.

use crate::server::Server;
use crate::vantage6::app::Vantage6;
use crate::vantage6::mail::Mail;
use crate::vantage6::totp;

/// The mails, the two-factor codes and the keys of vantage6.
impl Server<Vantage6> {
    /// The mails that the server has sent, the oldest first: to reset a password or a two-factor secret.
    pub fn mails(&self) -> Vec<Mail> {
        self.service().mailbox.all()
    }

    /// The private key of an organization that has nodes, as PEM, to decrypt what is meant for it; `None` if it
    /// needs none: none of its collaborations is encrypted, and the server stores no blobs.
    pub fn organization_key(&self, organization: &str) -> Option<String> {
        let app = self.service();
        let id = app.store.with(|tables| {
            tables.organizations.iter().find(|row| row.name == organization).map(|row| row.id)
        })?;
        app.nodes.keys.get(&id).map(|key| key.private_pem.clone())
    }

    /// The two-factor code of a user at the server's time; `None` for a user without a secret.
    pub fn two_factor_code(&self, username: &str) -> Option<String> {
        let app = self.service();
        let secret = app
            .store
            .with(|tables| tables.users.iter().find(|user| user.username == username)?.otp_secret.clone())?;
        totp::code(&secret, app.clock.now().as_second())
    }
}
