use saltant_types::Secret;
use saltant_types::vantage6::{ContainerToken, LoginAnswer, TaskId, TokenSet};

use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Logs a user in.
///
/// Check which answer it is: with two-factor authentication a 200 may come without tokens. A wrong name, a
/// wrong password, a wrong code and a locked account all give the same 401. By the server's default, five
/// failures lock an account for 15 minutes.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.token.obtain", POST "token/user", output = LoginAnswer, auth = None)]
pub struct ObtainToken {
    /// The user's name: 1 to 128 characters.
    #[json]
    pub username: String,
    /// The user's password: 1 to 128 characters.
    #[json]
    pub password: Secret,
    /// The six digits of the two-factor code, as a text: a leading zero counts.
    #[json]
    pub mfa_code: Option<Secret>,
}

/// Exchanges a refresh token for a new pair of tokens. The refresh token is sent as the bearer, without a body.
///
/// The old pair works until it expires, so the request may be repeated. An expired refresh token is a 401, an
/// access token in its place a 422.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.refresh_token", POST "token/refresh", output = TokenSet, auth = None)]
#[operation(effect = Idempotent, write = Self::write)]
pub struct RefreshToken {
    /// The refresh token.
    #[custom]
    pub refresh_token: Secret,
}

impl RefreshToken {
    fn write(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        request.header("authorization", &format_args!("Bearer {}", self.refresh_token.expose()))
    }
}

/// Logs a node in.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.token.node", POST "token/node", output = TokenSet, auth = None)]
pub struct ObtainNodeToken {
    /// The node's key.
    #[json]
    pub api_key: Secret,
}

/// Gets a token for the container of an algorithm, as its node. The token does not expire.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.token.container", POST "token/container", output = ContainerToken)]
pub struct ObtainContainerToken {
    /// The task that the algorithm works on.
    #[json]
    pub task_id: TaskId,
    /// The algorithm's image, which has to be the task's.
    #[json]
    pub image: String,
}
