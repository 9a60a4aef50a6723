use saltant_core::vantage6::{ObtainContainerToken, ObtainNodeToken, ObtainToken, RefreshToken};
use saltant_macros::calls;
use saltant_types::Secret;
use saltant_types::vantage6::TaskId;

/// Tokens of users, nodes and containers.
///
/// For a user's whole login there is [`Client::authenticate`](super::Client::authenticate).
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Tokens<'c> via self.0 {
    obtain(ObtainToken);
    refresh(refresh_token: Secret) -> RefreshToken;
    node(api_key: Secret) -> ObtainNodeToken;
    container(task: TaskId, image: String) -> ObtainContainerToken;
} }
