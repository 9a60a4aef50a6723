use saltant_types::Secret;
use saltant_types::vantage6::Message;

use crate::operations::Operation;
use crate::request::EncodeError;

/// Changes the caller's own password.
///
/// A wrong current password is a 401 and counts as a failed login.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "change_my_password")]
#[operation("vantage6.util.change_my_password", PATCH "password/change", output = Message)]
pub struct ChangeMyPassword {
    /// The current password.
    #[json]
    pub current_password: Secret,
    /// The new password: 8 to 128 characters with a digit, a capital letter, a small letter and another
    /// character.
    #[json]
    pub new_password: Secret,
}

/// Sends the user an e-mail with a token for a new password. No credential is sent.
///
/// Give the name or the address. The answer is the same whether or not such a user exists. The server sends
/// at most one e-mail an hour.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "reset_my_password")]
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

/// Sets a new password with the token from an e-mail. No credential is sent.
///
/// The token works for an hour. A text that is not a token is a 400, an expired token a 401, a token from a
/// login a 500.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "set_my_password")]
#[operation("vantage6.util.set_my_password", POST "recover/reset", output = Message, auth = None)]
pub struct SetMyPassword {
    /// The token from the e-mail.
    #[json = "reset_token"]
    pub token: Secret,
    /// The new password: 8 to 128 characters with a digit, a capital letter, a small letter and another
    /// character.
    #[json]
    pub password: Secret,
}
