use saltant_types::inmanta::{KeysetValue, Notification, NotificationColumn, NotificationId, PageLink};

use super::filter::NotificationFilter;
use super::paging::Keyset;
use super::sort::Sort;
use crate::operations::Operation;
use crate::request::EncodeError;

/// Lists the notifications of an environment.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_notifications")]
#[operation("inmanta.list_notifications", GET "api/v2/notification", page of Notification by id, namespaced)]
pub struct ListNotifications {
    /// Which page.
    #[page]
    pub page: Keyset,
    /// Only notifications that match.
    #[query(flatten)]
    pub filter: NotificationFilter,
    /// The order; the server's default is `created.desc`.
    #[query]
    pub sort: Option<Sort<NotificationColumn>>,
}

/// Gets a notification by its id.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_notification")]
#[operation("inmanta.get_notification", GET "api/v2/notification/{notification_id}", output = Notification)]
#[operation(namespaced)]
pub struct GetNotification {
    /// The notification's id.
    #[segment]
    pub notification_id: NotificationId,
}

/// Marks a notification as read or cleared; an argument that is not given keeps its value. At least one has to be
/// given.
///
/// A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "update_notification")]
#[operation("inmanta.update_notification", PATCH "api/v2/notification/{notification_id}")]
#[operation(output = Notification, namespaced, effect = Idempotent, check = Self::check)]
pub struct UpdateNotification {
    /// The notification's id.
    #[segment]
    pub notification_id: NotificationId,
    /// Whether it has been read.
    #[json]
    pub read: Option<bool>,
    /// Whether it has been cleared.
    #[json]
    pub cleared: Option<bool>,
}

impl UpdateNotification {
    fn check(&self) -> Result<(), EncodeError> {
        if self.read.is_some() || self.cleared.is_some() {
            return Ok(());
        }
        Err(EncodeError::Refused { name: "read", reason: "give it or `cleared`".to_owned() })
    }
}
