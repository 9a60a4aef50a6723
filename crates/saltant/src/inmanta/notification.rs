use saltant_http::Call;

use super::{EnvironmentClient, GetNotification, ListNotifications, NotificationId, UpdateNotification};

/// Notifications of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Notifications<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Notifications<'c> {
    /// Gets a notification.
    pub fn get_notification(self, notification_id: impl Into<NotificationId>) -> Call<'c, GetNotification> {
        self.0.http().call(GetNotification::new(notification_id))
    }

    /// Lists the notifications of an environment.
    pub fn list_notifications(self, operation: ListNotifications) -> Call<'c, ListNotifications> {
        self.0.http().call(operation)
    }

    /// Says whether a notification was read or put away; what is not given is kept.
    pub fn update_notification(self, operation: UpdateNotification) -> Call<'c, UpdateNotification> {
        self.0.http().call(operation)
    }
}
