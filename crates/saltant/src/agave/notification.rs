use saltant_macros::calls;

use super::{
    AgaveUuid, CreateNotification, DeleteNotification, GetNotification, ListNotifications, UpdateNotification,
};

/// Subscriptions to the events of jobs, files and other things.
#[derive(Clone, Copy, Debug)]
pub struct Notifications<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Notifications<'c> via self.0 {
    create(CreateNotification);
    list(ListNotifications);
    get(uuid: AgaveUuid) -> GetNotification;
    update(UpdateNotification);
    delete(uuid: AgaveUuid) -> DeleteNotification;
} }
