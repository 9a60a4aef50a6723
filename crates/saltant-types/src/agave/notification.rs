use super::number::integer;
use super::record::record;
use super::{AgaveUuid, Username};
use crate::Timestamp;

record! {
    sent
    /// A subscription to the events of a job or of a transfer, as part of its request.
    pub struct EventNotification {
        /// The web or e-mail address that is notified. The server replaces `${JOB_ID}`, `${JOB_STATUS}` and
        /// similar placeholders in it.
        url: String,
        /// The event: a status word, or `*` for all.
        event: String,
        /// Whether the subscription remains after the first event.
        persistent: bool,
    }
}

record! {
    /// A subscription to the events of a job, a file, an app or any other thing.
    pub struct Notification {
        /// The subscription's UUID.
        uuid: AgaveUuid,
        /// The UUID of the thing whose events it is about.
        associated_uuid: AgaveUuid,
        /// The event. The service's schema lacks this field; agavepy's own example has it.
        event: String,
        /// Whether the subscription remains after the first event.
        persistent: bool,
        /// The web or e-mail address that is notified.
        url: String,
        /// The user who subscribed.
        owner: Username,
        /// How often the server has tried to notify the address.
        #[serde(deserialize_with = "integer")]
        attempts: u64,
        /// The HTTP status of the address's last answer.
        #[serde(deserialize_with = "integer")]
        response_code: u16,
        /// Whether the last notification has arrived.
        success: bool,
        /// When the subscription was made.
        created: Timestamp,
        /// When the last notification was sent.
        last_sent: Timestamp,
    }
}
