use saltant_http::Call;
use saltant_types::Secret;

use super::{Login, Username};

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Users<'c> {
    /// Logs a user in: gives a token for their name and password. No credential is sent.
    ///
    /// [`Client::login`](super::Client::login) makes a client of it at once.
    pub fn login(self, username: impl Into<Username>, password: impl Into<Secret>) -> Call<'c, Login> {
        self.0.call(Login::new(username, password))
    }
}
