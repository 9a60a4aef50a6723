use saltant_http::Call;

use super::{
    AddNotification, AgaveUuid, DeleteNotification, GetNotification, ListNotifications, UpdateNotification,
};

/// Standing orders for reports.
#[derive(Clone, Copy, Debug)]
pub struct Notifications<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Notifications<'c> {
    /// Orders reports about something.
    #[allow(clippy::should_implement_trait)] // the documents' name
    pub fn add(self, operation: AddNotification) -> Call<'c, AddNotification> {
        self.0.call(operation)
    }

    /// Lists the caller's standing orders for reports.
    pub fn list(self, operation: ListNotifications) -> Call<'c, ListNotifications> {
        self.0.call(operation)
    }

    /// Gets a standing order for reports.
    pub fn get(self, uuid: impl Into<AgaveUuid>) -> Call<'c, GetNotification> {
        self.0.call(GetNotification::new(uuid))
    }

    /// Replaces a standing order for reports.
    pub fn update(self, operation: UpdateNotification) -> Call<'c, UpdateNotification> {
        self.0.call(operation)
    }

    /// Ends a standing order for reports.
    pub fn delete(self, uuid: impl Into<AgaveUuid>) -> Call<'c, DeleteNotification> {
        self.0.call(DeleteNotification::new(uuid))
    }
}
