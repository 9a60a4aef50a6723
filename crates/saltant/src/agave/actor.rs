use saltant_http::Call;

use super::{SendBinaryMessage, SendMessage};

/// Actors of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct Actors<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Actors<'c> {
    /// Sends a message to an actor, which begins an execution of it.
    pub fn send_message(self, operation: SendMessage) -> Call<'c, SendMessage> {
        self.0.call(operation)
    }

    /// Sends bytes to an actor, which begins an execution of it.
    pub fn send_binary_message(self, operation: SendBinaryMessage) -> Call<'c, SendBinaryMessage> {
        self.0.call(operation)
    }
}
