use saltant_core::inmanta::{CreateEnvironment, ListEnvironments};
use saltant_macros::calls;

/// Environments of a server. [`EnvironmentClient`](super::EnvironmentClient) is one of them.
#[derive(Clone, Copy, Debug)]
pub struct Environments<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Environments<'c> via self.0 {
    create(CreateEnvironment);
    list(ListEnvironments);
} }
