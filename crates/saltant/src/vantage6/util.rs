use saltant_http::Call;
use saltant_types::Secret;

use super::{
    ChangeMyPassword, Client, GetBlobStoreStatus, GetServerHealth, GetServerVersion, ResetMyPassword,
    ResetTwoFactorAuth, SetMyPassword, SetTwoFactorAuth,
};

/// The server's version and health, passwords and two-factor authentication.
#[derive(Clone, Copy, Debug)]
pub struct Util<'c>(pub(super) &'c Client);

impl<'c> Util<'c> {
    /// Asks for the server's version. No credential is sent.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), saltant::Error> {
    /// let client = saltant::vantage6::Client::new("https://vantage6.example.org/api")?;
    /// println!("{}", client.util().get_server_version().await?.version);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_server_version(self) -> Call<'c, GetServerVersion> {
        self.0.call(GetServerVersion::new())
    }

    /// Asks for the server's health. No credential is sent.
    pub fn get_server_health(self) -> Call<'c, GetServerHealth> {
        self.0.call(GetServerHealth::new())
    }

    /// Asks whether the server keeps inputs and results as blobs.
    pub fn blob_store_status(self) -> Call<'c, GetBlobStoreStatus> {
        self.0.call(GetBlobStoreStatus::new())
    }

    /// Changes one's own password.
    pub fn change_my_password(
        self,
        current: impl Into<Secret>,
        new: impl Into<Secret>,
    ) -> Call<'c, ChangeMyPassword> {
        self.0.call(ChangeMyPassword::new(current, new))
    }

    /// Asks for an e-mail with a token to set a new password with.
    pub fn reset_my_password(self, operation: ResetMyPassword) -> Call<'c, ResetMyPassword> {
        self.0.call(operation)
    }

    /// Sets a new password with a token from an e-mail.
    pub fn set_my_password(
        self,
        token: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Call<'c, SetMyPassword> {
        self.0.call(SetMyPassword::new(token, password))
    }

    /// Asks for an e-mail with a token to set up two-factor authentication anew with.
    pub fn reset_two_factor_auth(
        self,
        password: impl Into<Secret>,
        username: impl Into<String>,
    ) -> Call<'c, ResetTwoFactorAuth> {
        self.0.call(ResetTwoFactorAuth::new(password, username))
    }

    /// Sets up two-factor authentication anew with a token from an e-mail.
    pub fn set_two_factor_auth(self, token: impl Into<Secret>) -> Call<'c, SetTwoFactorAuth> {
        self.0.call(SetTwoFactorAuth::new(token))
    }
}
