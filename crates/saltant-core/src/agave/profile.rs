use saltant_types::agave::{Profile, Username};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::operations::Operation;

/// Lists the profiles of users.
#[derive(Clone, Debug, Operation)]
#[operation("agave.profiles.list", GET "profiles/v2", page of Profile)]
pub struct ListProfiles {
    /// Keeps the user with this user name.
    #[query]
    pub username: Option<String>,
    /// Keeps the users with this name.
    #[query]
    pub name: Option<String>,
    /// Keeps the users with this e-mail address.
    #[query]
    pub email: Option<String>,
    /// Keeps the users with this first name.
    #[query]
    pub first_name: Option<String>,
    /// Keeps the users with this last name.
    #[query]
    pub last_name: Option<String>,
    /// Keeps the users with this first and last name.
    #[query]
    pub full_name: Option<String>,
    /// Keeps the users with this status.
    #[query]
    pub status: Option<String>,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets the caller's own profile.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get")]
#[operation("agave.profiles.get", GET "profiles/v2/me", output = Profile)]
pub struct GetOwnProfile {}

/// Gets the profile of a user: name, e-mail address and telephone numbers.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listByUsername")]
#[operation("agave.profiles.list_by_username", GET "profiles/v2/{username}", output = Profile)]
pub struct GetProfile {
    /// The user's name.
    #[segment]
    pub username: Username,
}
