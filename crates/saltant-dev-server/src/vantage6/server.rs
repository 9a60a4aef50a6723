//! A running vantage6 server: what the other services do not have.

use crate::server::Server;
use crate::vantage6::app::Vantage6;
use crate::vantage6::mail::Mail;
use crate::vantage6::totp;

/// The mails and the two-factor codes of vantage6.
impl Server<Vantage6> {
    /// The mails that the server has sent, the oldest first: to reset a password or a two-factor secret.
    pub fn mails(&self) -> Vec<Mail> {
        self.service().mailbox.all()
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
