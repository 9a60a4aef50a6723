use saltant_macros::calls;

use super::{GetUser, ListUsers, Tracked, User, Username};

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

calls! { saltant, impl<'c> Users<'c> via self.0 {
    list(ListUsers);
    get(username: Username) -> GetUser;
} }

impl<'c> Users<'c> {
    /// Ties a user to the server, to read it again from there.
    pub fn track(self, user: User) -> Tracked<'c, User> {
        Tracked::new(self.0, user)
    }
}
