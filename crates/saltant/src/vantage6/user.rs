use saltant_core::Error;
use saltant_core::vantage6::{CreateUser, DeleteUser, GetUser, ListUsers, UpdateUser};
use saltant_macros::calls;
use saltant_types::vantage6::{User, UserId};

use super::client::Client;

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c Client);

calls! { vantage6, impl<'c> Users<'c> via self.0 {
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use saltant::vantage6::{ListUsers, TimeBound};
    ///
    /// let november: TimeBound = "2026-11-01".parse()?;
    /// let recent = ListUsers::new().organization(2).last_seen_from(november);
    /// let users = client.users().list(recent).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    list(ListUsers);
    get(id: UserId) -> GetUser;
    create(CreateUser);
    update(UpdateUser);
    delete(DeleteUser);
} }

impl Users<'_> {
    /// Gets the user whom the client's token names, in their present state.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if nobody is logged in, and the errors of a call.
    pub async fn own(self) -> Result<User, Error> {
        self.get(self.0.own_user_id()?).await
    }

    /// Updates the user whom the client's token names.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// let me = client.users().update_own(|user| user.firstname("Alice")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if nobody is logged in, and the errors of a call.
    pub async fn update_own(self, change: impl FnOnce(UpdateUser) -> UpdateUser) -> Result<User, Error> {
        self.update(change(UpdateUser::new(self.0.own_user_id()?))).await
    }
}
