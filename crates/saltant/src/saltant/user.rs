use saltant_http::Call;

use super::{GetUser, ListUsers, Tracked, User, Username};

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Users<'c> {
    /// Lists users, by name.
    pub fn list(self, operation: ListUsers) -> Call<'c, ListUsers> {
        self.0.call(operation)
    }

    /// Gets the user with a name.
    pub fn get(self, username: impl Into<Username>) -> Call<'c, GetUser> {
        self.0.call(GetUser::new(username))
    }

    /// Ties a user to the server, to get its newest state from there.
    pub fn track(self, user: User) -> Tracked<'c, User> {
        Tracked::new(self.0, user)
    }
}
