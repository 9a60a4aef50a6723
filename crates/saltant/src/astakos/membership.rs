use saltant_macros::calls;

use super::{
    ActOnMembership, EnrollMember, GetMembership, JoinProject, ListMemberships, MembershipId, ProjectId,
    Username,
};

/// Memberships of users in projects.
#[derive(Clone, Copy, Debug)]
pub struct Memberships<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Memberships<'c> via self.0 {
    list(ListMemberships);
    get(memb_id: MembershipId) -> GetMembership;
    act(ActOnMembership);
    join(project_id: ProjectId) -> JoinProject;
    enroll(project_id: ProjectId, email: Username) -> EnrollMember;
} }
