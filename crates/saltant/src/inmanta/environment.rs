use saltant_core::inmanta::{CreateEnvironment, ListEnvironments};
use saltant_macros::calls;

/// Environments of a server. What is done with one of them is in [`EnvironmentClient`](super::EnvironmentClient).
#[derive(Clone, Copy, Debug)]
pub struct Environments<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Environments<'c> via self.0 {
    create(CreateEnvironment);
    list(ListEnvironments);
} }
