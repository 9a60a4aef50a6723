use saltant_types::Secret;
use saltant_types::vantage6::{Message, TwoFactorSetup};

use crate::operations::Operation;

/// Sends the user an e-mail with a token to set up two-factor authentication again. No credential is sent.
///
/// There is no e-mail address among the arguments: the server takes names only, though its documents say
/// otherwise.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "reset_two_factor_auth")]
#[operation("vantage6.util.reset_two_factor_auth", POST "recover/2fa/lost", output = Message, auth = None)]
pub struct ResetTwoFactorAuth {
    /// The user's password.
    #[json]
    pub password: Secret,
    /// The user's name.
    #[json]
    pub username: String,
}

/// Sets up two-factor authentication again with the token from an e-mail. No credential is sent.
///
/// The answer has the new secret that the codes are made from. The token works for an hour.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "set_two_factor_auth")]
#[operation("vantage6.util.set_two_factor_auth", POST "recover/2fa/reset", output = TwoFactorSetup, auth = None)]
pub struct SetTwoFactorAuth {
    /// The token from the e-mail.
    #[json = "reset_token"]
    pub token: Secret,
}
