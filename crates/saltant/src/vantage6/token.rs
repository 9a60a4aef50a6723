use saltant_http::Call;
use saltant_types::Secret;
use saltant_types::vantage6::TaskId;

use super::{ObtainContainerToken, ObtainNodeToken, ObtainToken, RefreshToken};

/// Tokens of users, nodes and containers.
///
/// [`Client::authenticate`](super::Client::authenticate) does all of a user's login at once.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Tokens<'c> {
    /// Logs a user in. No credential is sent. Look at which answer it is.
    pub fn obtain(self, operation: ObtainToken) -> Call<'c, ObtainToken> {
        self.0.call(operation)
    }

    /// Buys a new pair of tokens for a refresh token. No other credential is sent.
    pub fn refresh(self, refresh_token: impl Into<Secret>) -> Call<'c, RefreshToken> {
        self.0.call(RefreshToken::new(refresh_token))
    }

    /// Logs a node in. No credential is sent.
    pub fn node(self, api_key: impl Into<Secret>) -> Call<'c, ObtainNodeToken> {
        self.0.call(ObtainNodeToken::new(api_key))
    }

    /// Gets a token for the container of an algorithm, as its node.
    pub fn container(
        self,
        task: impl Into<TaskId>,
        image: impl Into<String>,
    ) -> Call<'c, ObtainContainerToken> {
        self.0.call(ObtainContainerToken::new(task, image))
    }
}
