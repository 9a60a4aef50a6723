use saltant_macros::calls;

use super::SendFeedback;

/// Feedback to the operators of the cloud.
#[derive(Clone, Copy, Debug)]
pub struct Feedback<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Feedback<'c> via self.0 {
    send(SendFeedback);
} }
