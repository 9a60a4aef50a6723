use saltant_macros::calls;

use super::{ListResources, ListServices};

/// The resources that have quotas.
#[derive(Clone, Copy, Debug)]
pub struct Resources<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Resources<'c> via self.0 {
    list() -> ListResources;
} }

/// The services of the cloud, as its web pages show them.
#[derive(Clone, Copy, Debug)]
pub struct Services<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Services<'c> via self.0 {
    list() -> ListServices;
} }
