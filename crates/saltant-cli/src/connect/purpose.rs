//! Whether a client needs a credential.

use saltant::core::AuthUse;

/// What a client is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Calls that need a credential.
    Authenticated,
    /// Calls that need a user's name and password.
    WithPassword,
    /// Calls that need the token of a service of the cloud.
    AsService,
    /// Calls that send a credential if there is one.
    Public,
    /// Calls that send no credential.
    Anonymous,
    /// Printing a request: nothing is sent, and placeholders stand in for secrets.
    DryRun,
}

impl From<AuthUse> for Purpose {
    fn from(auth: AuthUse) -> Self {
        match auth {
            AuthUse::None => Self::Anonymous,
            AuthUse::Optional => Self::Public,
            AuthUse::Password => Self::WithPassword,
            AuthUse::Service => Self::AsService,
            _ => Self::Authenticated,
        }
    }
}
