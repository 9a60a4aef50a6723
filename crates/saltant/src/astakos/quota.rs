use saltant_macros::calls;

use super::{GetProjectQuotas, GetQuotas, GetUserQuotas};

/// The quotas of the user.
#[derive(Clone, Copy, Debug)]
pub struct Quotas<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Quotas<'c> via self.0 {
    get() -> GetQuotas;
} }

/// The quotas of all users and projects for the resources of the service.
#[derive(Clone, Copy, Debug)]
pub struct QuotasAsService<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> QuotasAsService<'c> via self.0 {
    get_of_users(GetUserQuotas);
    get_of_projects(GetProjectQuotas);
} }
