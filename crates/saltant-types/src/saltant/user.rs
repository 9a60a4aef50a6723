use serde::{Deserialize, Serialize};

use crate::id::id;

id! {
    /// A user's name. Every call names a user by it.
    Username(String)
}

/// A user, as other users see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The user's name.
    pub username: Username,
    /// The e-mail address; may be empty.
    #[serde(default)]
    pub email: String,
}
