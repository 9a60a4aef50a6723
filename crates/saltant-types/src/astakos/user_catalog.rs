use serde::{Deserialize, Serialize};

use super::UserId;
use crate::schema::{HasSchema, Schema};

/// The users that a service asks about.
///
/// On the wire everyone is `null`, which needs a service's token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Option<Vec<UserId>>", into = "Option<Vec<UserId>>")]
pub enum UserChoice {
    /// All users of the server.
    Everyone,
    /// These users; an empty list is nobody.
    These(Vec<UserId>),
}

impl HasSchema for UserChoice {
    const SCHEMA: Schema = Option::<Vec<UserId>>::SCHEMA;
}

impl From<Option<Vec<UserId>>> for UserChoice {
    fn from(users: Option<Vec<UserId>>) -> Self {
        users.map_or(Self::Everyone, Self::These)
    }
}

impl From<UserChoice> for Option<Vec<UserId>> {
    fn from(choice: UserChoice) -> Self {
        match choice {
            UserChoice::Everyone => None,
            UserChoice::These(users) => Some(users),
        }
    }
}

impl<U: Into<UserId>> FromIterator<U> for UserChoice {
    fn from_iter<I: IntoIterator<Item = U>>(users: I) -> Self {
        Self::These(users.into_iter().map(Into::into).collect())
    }
}
