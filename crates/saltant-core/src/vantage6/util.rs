use saltant_types::Secret;
use saltant_types::vantage6::{BlobStoreStatus, Health, Message, TwoFactorSetup, Version};

use crate::operations::Operation;
use crate::request::EncodeError;

/// Asks for the server's version. Goes without a credential.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.get_server_version", GET "version", output = Version, auth = None)]
pub struct GetServerVersion {}

/// Asks for the server's health. Goes without a credential.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.get_server_health", GET "health", output = Health, auth = None)]
pub struct GetServerHealth {}

/// Asks whether the server keeps inputs and results as blobs.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.blob_store_status", GET "blobstream/status", output = BlobStoreStatus)]
pub struct GetBlobStoreStatus {}

/// Changes the caller's own password.
///
/// A wrong current one is a 401, and counts as a failed login.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.change_my_password", PATCH "password/change", output = Message)]
pub struct ChangeMyPassword {
    /// The password as it is.
    #[json]
    pub current_password: Secret,
    /// The new one: 8 to 128 characters with a digit, a capital, a small letter and something else.
    #[json]
    pub new_password: Secret,
}

/// Asks for an e-mail with a token to set a new password with. Goes without a credential.
///
/// One of name and address has to be given. The answer is the same whether or not such a user exists, and
/// at most one e-mail an hour is sent.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.reset_my_password", POST "recover/lost", output = Message, auth = None)]
#[operation(check = Self::check)]
pub struct ResetMyPassword {
    /// The user's e-mail address.
    #[json]
    pub email: Option<String>,
    /// The user's name.
    #[json]
    pub username: Option<String>,
}

impl ResetMyPassword {
    fn check(&self) -> Result<(), EncodeError> {
        if self.email.is_some() || self.username.is_some() {
            return Ok(());
        }
        let reason = "give this or `username`".to_owned();
        Err(EncodeError::Refused { name: "email", reason })
    }
}

/// Sets a new password with a token from an e-mail, which is good for an hour. Goes without a credential.
///
/// A token that is none is a 400, an expired one a 401, one from a login a 500.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.set_my_password", POST "recover/reset", output = Message, auth = None)]
pub struct SetMyPassword {
    /// The token from the e-mail.
    #[json = "reset_token"]
    pub token: Secret,
    /// The new password: 8 to 128 characters with a digit, a capital, a small letter and something else.
    #[json]
    pub password: Secret,
}

/// Asks for an e-mail with a token to set up two-factor authentication anew with. Goes without a credential.
///
/// There is no e-mail address here: the server takes names only, whatever its documents say.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.reset_two_factor_auth", POST "recover/2fa/lost", output = Message, auth = None)]
pub struct ResetTwoFactorAuth {
    /// The user's password.
    #[json]
    pub password: Secret,
    /// The user's name.
    #[json]
    pub username: String,
}

/// Sets up two-factor authentication anew with a token from an e-mail. Goes without a credential.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.set_two_factor_auth", POST "recover/2fa/reset", output = TwoFactorSetup, auth = None)]
pub struct SetTwoFactorAuth {
    /// The token from the e-mail.
    #[json = "reset_token"]
    pub token: Secret,
}
