use saltant_macros::calls;

use super::{GetOwnProfile, GetProfile, ListProfiles, Username};

/// Profiles of the users of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct Profiles<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Profiles<'c> via self.0 {
    list(ListProfiles);
    get(username: Username) -> GetProfile;
    me() -> GetOwnProfile;
} }
