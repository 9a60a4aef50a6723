use saltant_types::saltant::{User, Username};

use super::{Paging, UserFilter};
use crate::operations::Operation;

/// Lists users, by name.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.users.list", GET "users/", page of User)]
pub struct ListUsers {
    /// Only users that match.
    #[query(flatten)]
    pub filters: UserFilter,
    /// Which page, and how many items on it.
    #[page]
    pub paging: Paging,
}

/// Gets the user with a name.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.users.get", GET "users/{username}/", output = User)]
pub struct GetUser {
    /// The user's name.
    #[segment]
    pub username: Username,
}
