use saltant_macros::calls;

use super::{GetProjectQuotas, GetQuotas, GetUserQuotas};

/// Quotas: the user's own, and those of all users and projects for the resources of a service.
#[derive(Clone, Copy, Debug)]
pub struct Quotas<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Quotas<'c> via self.0 {
    get() -> GetQuotas;
    get_of_users(GetUserQuotas);
    get_of_projects(GetProjectQuotas);
} }
