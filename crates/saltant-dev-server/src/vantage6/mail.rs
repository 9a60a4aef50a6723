//! The mails that the real server sends. Here they are kept, and noted in the log without their token.

use std::fmt;

use crate::store::Guarded;

/// A mail to a user. `Debug` does not show the token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mail {
    /// The address of the user.
    pub to: String,
    /// What it is about: `Password reset vantage6` or `Two-factor authentication reset vantage6`.
    pub subject: String,
    /// The token that sets a new password or a new two-factor secret. It holds for an hour.
    pub token: String,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("to", &self.to).field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// The mails so far, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Mailbox(Guarded<Vec<Mail>>);

impl Mailbox {
    pub(crate) fn send(&self, mail: Mail) {
        tracing::info!(target: "saltant_dev_server::mail", to = %mail.to, "{}", mail.subject);
        self.0.with(|mails| mails.push(mail));
    }

    pub(crate) fn all(&self) -> Vec<Mail> {
        self.0.with(|mails| mails.clone())
    }
}
