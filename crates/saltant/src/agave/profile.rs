use saltant_http::Call;

use super::{GetProfile, ListProfileByUsername, ListProfiles, Username};

/// Users of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct Profiles<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Profiles<'c> {
    /// Lists users.
    pub fn list(self, operation: ListProfiles) -> Call<'c, ListProfiles> {
        self.0.call(operation)
    }

    /// Gets the caller.
    pub fn get(self) -> Call<'c, GetProfile> {
        self.0.call(GetProfile::new())
    }

    /// Gets the user with a name.
    pub fn list_by_username(self, username: impl Into<Username>) -> Call<'c, ListProfileByUsername> {
        self.0.call(ListProfileByUsername::new(username))
    }
}
