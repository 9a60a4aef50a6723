use super::number::integer;
use super::record::record;
use super::{AgaveUuid, Username};
use crate::Timestamp;

record! {
    /// A standing order to report something.
    pub struct Notification {
        /// The order's UUID.
        uuid: AgaveUuid,
        /// The UUID of what is reported about.
        associated_uuid: AgaveUuid,
        /// The event. The schema lacks it, the service has it.
        event: String,
        /// Whether it is kept after the first report.
        persistent: bool,
        /// The web or e-mail address to report to.
        url: String,
        /// Who ordered it.
        owner: Username,
        /// How often a report was tried.
        #[serde(deserialize_with = "integer")]
        attempts: u64,
        /// The status that the address last answered with.
        #[serde(deserialize_with = "integer")]
        response_code: u16,
        /// Whether the last report has arrived.
        success: bool,
        /// When it was ordered.
        created: Timestamp,
        /// When the last report was sent.
        last_sent: Timestamp,
    }
}
