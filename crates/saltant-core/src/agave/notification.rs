use saltant_types::agave::{AgaveUuid, Notification};
use saltant_types::{Map, Value};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;

/// Orders reports about something.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.add", POST "notifications/v2/", output = Notification)]
pub struct AddNotification {
    /// The UUID of what is reported about.
    #[json = "associatedUuid"]
    pub associated_uuid: AgaveUuid,
    /// The web or e-mail address to report to.
    #[json]
    pub url: String,
    /// Whether it is kept after the first report.
    #[json]
    pub persistent: bool,
    /// The event: a status word, or `*` for all.
    #[json]
    pub event: Option<String>,
    /// What else the server is to be told.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Lists the caller's standing orders for reports.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.list", GET "notifications/v2/")]
#[operation(output = Vec<Notification>, read = super::envelope::list)]
pub struct ListNotifications {
    /// Keeps those about this.
    #[query = "associatedUuid"]
    pub associated_uuid: Option<AgaveUuid>,
    /// Notifications on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many notifications to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the notifications that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListNotifications, Notification);

/// Gets a standing order for reports.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.get", GET "notifications/v2/{uuid}", output = Notification)]
pub struct GetNotification {
    /// The notification's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Replaces a standing order for reports.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.update", POST "notifications/v2/{uuid}", output = Notification)]
pub struct UpdateNotification {
    /// The notification's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The UUID of what is reported about.
    #[json = "associatedUuid"]
    pub associated_uuid: AgaveUuid,
    /// The web or e-mail address to report to.
    #[json]
    pub url: String,
    /// Whether it is kept after the first report.
    #[json]
    pub persistent: bool,
    /// The event: a status word, or `*` for all.
    #[json]
    pub event: Option<String>,
    /// What else the server is to be told.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Ends a standing order for reports.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.delete", DELETE "notifications/v2/{uuid}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteNotification {
    /// The notification's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}
