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
    /// Gets the user who is logged in, in their present state.
    pub async fn own(self) -> Result<User, Error> {
        self.get(self.0.logged_in()?.user.id).await
    }
}
