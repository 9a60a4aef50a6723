use saltant_http::Call;
use saltant_types::Secret;

use super::{AddUser, DeleteUser, GetCurrentUser, ListUsers, Login, SetIsAdmin, SetPassword, Username};

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Users<'c> {
    /// Adds a user.
    pub fn add_user(self, username: impl Into<Username>, password: impl Into<Secret>) -> Call<'c, AddUser> {
        self.0.call(AddUser::new(username, password))
    }

    /// Deletes a user.
    pub fn delete_user(self, username: impl Into<Username>) -> Call<'c, DeleteUser> {
        self.0.call(DeleteUser::new(username))
    }

    /// Gets the user that the token belongs to.
    pub fn get_current_user(self) -> Call<'c, GetCurrentUser> {
        self.0.call(GetCurrentUser::new())
    }

    /// Lists the users, with their roles.
    pub fn list_users(self) -> Call<'c, ListUsers> {
        self.0.call(ListUsers::new())
    }

    /// Logs a user in: gives a token for their name and password.
    ///
    /// No credential is sent. [`Client::login`](super::Client::login) makes a client of it at once.
    pub fn login(self, username: impl Into<Username>, password: impl Into<Secret>) -> Call<'c, Login> {
        self.0.call(Login::new(username, password))
    }

    /// Says whether a user may do everything.
    pub fn set_is_admin(self, username: impl Into<Username>, is_admin: bool) -> Call<'c, SetIsAdmin> {
        self.0.call(SetIsAdmin::new(username, is_admin))
    }

    /// Sets a user's password.
    pub fn set_password(
        self,
        username: impl Into<Username>,
        password: impl Into<Secret>,
    ) -> Call<'c, SetPassword> {
        self.0.call(SetPassword::new(username, password))
    }
}
