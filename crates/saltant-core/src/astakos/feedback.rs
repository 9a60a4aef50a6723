use crate::operations::Operation;

/// Sends feedback to those who run the cloud. The server mails it, so it is never sent twice.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.send_feedback", POST "feedback", output = ())]
#[operation(part = "account")]
pub struct SendFeedback {
    /// What there is to say.
    #[form = "feedback_msg"]
    pub message: String,
    /// About the program that is used, for example as JSON.
    #[form = "feedback_data"]
    pub data: Option<String>,
}
