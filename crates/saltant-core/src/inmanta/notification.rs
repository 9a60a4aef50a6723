use saltant_types::Timestamp;
use saltant_types::inmanta::{
    EnvironmentId, Notification, NotificationColumn, NotificationId, PageLink, PageableResult,
};

use super::paging::linked_pages;
use super::{NotificationFilter, Sort};
use crate::answer::decode;
use crate::operations::Operation;

/// Lists the notifications of an environment.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.list_notifications", GET "api/v2/notification")]
#[operation(output = PageableResult<Notification>, read = decode::json)]
pub struct ListNotifications {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Notifications on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// With `start`: only after this notification, among those of the same time.
    #[query]
    pub first_id: Option<NotificationId>,
    /// With `end`: only before this notification, among those of the same time.
    #[query]
    pub last_id: Option<NotificationId>,
    /// Only notifications after this time.
    #[query]
    pub start: Option<Timestamp>,
    /// Only notifications before this time. Not together with `start`.
    #[query]
    pub end: Option<Timestamp>,
    /// Keeps the notifications that match.
    #[query(flatten)]
    pub filter: NotificationFilter,
    /// The order; the server's default is `created.desc`.
    #[query]
    pub sort: Option<Sort<NotificationColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(ListNotifications, Notification, identity = |notification| notification.id.get().as_u128());

/// Gets a notification.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_notification", GET "api/v2/notification/{notification_id}", output = Notification)]
pub struct GetNotification {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The notification's id.
    #[segment]
    pub notification_id: NotificationId,
}

/// Says whether a notification was read or put away; what is not given is kept. Giving neither is a 400.
///
/// Doing it twice is the same as once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.update_notification", PATCH "api/v2/notification/{notification_id}")]
#[operation(output = Notification, effect = Idempotent)]
pub struct UpdateNotification {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The notification's id.
    #[segment]
    pub notification_id: NotificationId,
    /// Whether it was read.
    #[json]
    pub read: Option<bool>,
    /// Whether it was put away.
    #[json]
    pub cleared: Option<bool>,
}
