use crate::operations::Operation;

/// Sends feedback to the operators of the cloud. The server mails it, so it is never sent twice.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "send_feedback")]
#[operation("astakos.send_feedback", POST "feedback", output = ())]
pub struct SendFeedback {
    /// The text of the feedback.
    #[form = "feedback_msg"]
    pub message: String,
    /// Facts about the user's program, for example as JSON.
    #[form = "feedback_data"]
    pub data: Option<String>,
}
