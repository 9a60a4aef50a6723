use saltant_core::inmanta::{GetNotification, ListNotifications, UpdateNotification};
use saltant_macros::calls;
use saltant_types::inmanta::NotificationId;

use super::EnvironmentClient;

/// Notifications of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Notifications<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Notifications<'c> via self.0 {
    list(ListNotifications);
    get(notification_id: NotificationId) -> GetNotification;
    update(UpdateNotification);
} }
