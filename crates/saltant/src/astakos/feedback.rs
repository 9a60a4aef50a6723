use saltant_http::Call;

use super::{SendFeedback, User};

impl User {
    /// Sends feedback to those who run the cloud.
    pub fn send_feedback(&self, operation: SendFeedback) -> Call<'_, SendFeedback> {
        self.call(operation)
    }
}
