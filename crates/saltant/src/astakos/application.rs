use saltant_macros::calls;

use super::{ActOnApplication, ApplicationId, GetApplication, ListApplications, v015};

/// Applications for projects.
#[derive(Clone, Copy, Debug)]
pub struct Applications<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Applications<'c> via self.0 {
    list(ListApplications);
    get(app_id: ApplicationId) -> GetApplication;
    act(ActOnApplication);
    act_v015(v015::ActOnApplication);
} }
