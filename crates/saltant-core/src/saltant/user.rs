use saltant_types::saltant::{User, Username};

use super::{Paging, UserFilter};
use crate::operations::Operation;
use crate::request::EncodeError;

/// Lists users, by name.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.users.list", GET "users/", page of User by username)]
pub struct ListUsers {
    /// Only users that match.
    #[query(flatten)]
    pub filters: UserFilter,
    /// Which page, and how many items on it.
    #[page]
    pub paging: Paging,
}

/// Gets the user with a name.
///
/// A name with a dot is refused: the server takes what follows the dot for a format, and may answer with
/// another user. The list finds such a user, with a filter by `username`.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.users.get", GET "users/{username}/", output = User, check = check_name)]
pub struct GetUser {
    /// The user's name.
    #[segment]
    pub username: Username,
}

fn check_name(operation: &GetUser) -> Result<(), EncodeError> {
    if operation.username.as_str().contains('.') {
        let reason =
            "the server reads what follows a dot as a format; use users.list with the filter `username`";
        return Err(EncodeError::Refused { name: "username", reason: reason.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_dot_is_refused_because_the_server_would_answer_with_another_user() {
        let request = |name: &str| GetUser::new(name).to_request(&"http://localhost".parse().unwrap());
        for name in ["matt.json", "a.b", "a+c@d.org"] {
            let error = request(name).unwrap_err().to_string();
            assert!(error.contains("users.list"), "{error}");
        }
        assert_eq!(request("a+c@d").unwrap().uri().path(), "/users/a%2Bc%40d/");
    }
}
