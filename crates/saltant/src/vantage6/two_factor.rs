use saltant_core::vantage6::{ResetTwoFactorAuth, SetTwoFactorAuth};
use saltant_macros::calls;
use saltant_types::Secret;

/// Two-factor authentication: to set it up again by e-mail.
#[derive(Clone, Copy, Debug)]
pub struct TwoFactor<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> TwoFactor<'c> via self.0 {
    reset(password: Secret, username: String) -> ResetTwoFactorAuth;
    set(token: Secret) -> SetTwoFactorAuth;
} }
