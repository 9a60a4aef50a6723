use saltant_types::Page;
use saltant_types::saltant::{User, Username};

use super::UserFilter;
use super::paging::numbered_pages;
use crate::operations::Operation;

/// Lists users, by name.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.users.list", GET "users/", output = Page<User>)]
pub struct ListUsers {
    /// Keeps the users that match.
    #[query(flatten)]
    pub filters: UserFilter,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Users on a page; the server's default is 100.
    #[query]
    pub page_size: Option<u64>,
}

numbered_pages!(ListUsers, User);

/// Gets the user with a name.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.users.get", GET "users/{username}/", output = User)]
pub struct GetUser {
    /// The user's name.
    #[segment]
    pub username: Username,
}
