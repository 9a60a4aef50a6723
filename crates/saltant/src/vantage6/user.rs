use saltant_core::Error;
use saltant_http::Call;
use saltant_types::vantage6::{User, UserId};

use super::{Client, CreateUser, DeleteUser, GetUser, ListUsers, UpdateUser};

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c Client);

impl<'c> Users<'c> {
    /// Lists users.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use saltant::vantage6::ListUsers;
    ///
    /// let recent = ListUsers::new().organization(2).last_seen_from("2026-11-01".parse::<saltant::vantage6::When>()?);
    /// let users = client.users().list(recent).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListUsers) -> Call<'c, ListUsers> {
        self.0.call(operation)
    }

    /// Gets the user with an id.
    pub fn get(self, id: impl Into<UserId>) -> Call<'c, GetUser> {
        self.0.call(GetUser::new(id))
    }

    /// Gets who is logged in, as they are now.
    pub async fn own(self) -> Result<User, Error> {
        self.get(self.0.logged_in()?.user.id).await
    }

    /// Creates a user.
    pub fn create(self, operation: CreateUser) -> Call<'c, CreateUser> {
        self.0.call(operation)
    }

    /// Updates a user; what is not given is kept.
    pub fn update(self, operation: UpdateUser) -> Call<'c, UpdateUser> {
        self.0.call(operation)
    }

    /// Deletes a user, and their tasks only where the operation says so.
    pub fn delete(self, operation: DeleteUser) -> Call<'c, DeleteUser> {
        self.0.call(operation)
    }
}
