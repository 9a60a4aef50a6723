use saltant_core::vantage6::{ChangeMyPassword, ResetMyPassword, SetMyPassword};
use saltant_macros::calls;
use saltant_types::Secret;

/// Passwords: to change one's own, and to recover a lost one by e-mail.
#[derive(Clone, Copy, Debug)]
pub struct Passwords<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Passwords<'c> via self.0 {
    change(current: Secret, new: Secret) -> ChangeMyPassword;
    reset(ResetMyPassword);
    set(token: Secret, password: Secret) -> SetMyPassword;
} }
