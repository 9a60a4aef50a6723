use saltant_types::agave::{Profile, Username};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;

/// Lists users.
#[derive(Clone, Debug, Operation)]
#[operation("agave.profiles.list", GET "profiles/v2", output = Vec<Profile>, read = super::envelope::list)]
pub struct ListProfiles {
    /// Keeps the user with this name.
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
    /// Users on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many users to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the users that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListProfiles, Profile);

/// Gets the caller.
#[derive(Clone, Debug, Operation)]
#[operation("agave.profiles.get", GET "profiles/v2/me", output = Profile)]
pub struct GetProfile {}

/// Gets the user with a name.
#[derive(Clone, Debug, Operation)]
#[operation("agave.profiles.list_by_username", GET "profiles/v2/{username}", output = Profile)]
pub struct ListProfileByUsername {
    /// The user.
    #[segment]
    pub username: Username,
}
