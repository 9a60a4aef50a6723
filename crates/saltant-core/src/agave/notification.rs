use saltant_types::agave::{AgaveUuid, Notification};
use saltant_types::{Map, Value};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::operations::Operation;

/// Subscribes to the events of a thing.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "add")]
#[operation("agave.notifications.add", POST "notifications/v2/", output = Notification)]
pub struct CreateNotification {
    /// The UUID of the thing.
    #[json = "associatedUuid"]
    pub associated_uuid: AgaveUuid,
    /// The web or e-mail address that is notified.
    #[json]
    pub url: String,
    /// Whether the subscription remains after the first event.
    #[json]
    pub persistent: bool,
    /// The event: a status word, or `*` for all.
    #[json]
    pub event: Option<String>,
    /// Further fields of the body, under the service's own names.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Lists the caller's subscriptions.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.list", GET "notifications/v2/")]
#[operation(page of Notification)]
pub struct ListNotifications {
    /// Keeps only the subscriptions to the events of this thing.
    #[query = "associatedUuid"]
    pub associated_uuid: Option<AgaveUuid>,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets a subscription.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.get", GET "notifications/v2/{uuid}", output = Notification)]
pub struct GetNotification {
    /// The subscription's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Replaces a subscription.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.update", POST "notifications/v2/{uuid}", output = Notification)]
pub struct UpdateNotification {
    /// The subscription's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The UUID of the thing.
    #[json = "associatedUuid"]
    pub associated_uuid: AgaveUuid,
    /// The web or e-mail address that is notified.
    #[json]
    pub url: String,
    /// Whether the subscription remains after the first event.
    #[json]
    pub persistent: bool,
    /// The event: a status word, or `*` for all.
    #[json]
    pub event: Option<String>,
    /// Further fields of the body, under the service's own names.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Deletes a subscription.
#[derive(Clone, Debug, Operation)]
#[operation("agave.notifications.delete", DELETE "notifications/v2/{uuid}")]
pub struct DeleteNotification {
    /// The subscription's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}
