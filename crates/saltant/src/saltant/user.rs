use saltant_core::Error;
use saltant_macros::calls;

use super::tracked::only_named;
use super::{GetUser, ListUsers, TextLookup, Tracked, User, UserFilter, Username};

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

calls! { saltant, impl<'c> Users<'c> via self.0 {
    list(ListUsers);
    get(username: Username) -> GetUser;
} }

impl Users<'_> {
    /// Gets the user with a name, by the list: that finds names with a dot as well.
    ///
    /// # Errors
    ///
    /// [`NotFound`](saltant_core::ErrorKind::NotFound) if there is none with this name,
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the name is empty, and the errors of a call.
    pub async fn get_by_name(self, name: &str) -> Result<User, Error> {
        let list = ListUsers::new().filters(UserFilter::new().username(TextLookup::exact(name)));
        only_named(self.0, "user", name, list, |user| user.username.as_str()).await
    }

    /// Ties a user to the server, to read it again from there.
    pub fn track(self, user: User) -> Tracked<User> {
        Tracked::new(self.0, user)
    }
}
