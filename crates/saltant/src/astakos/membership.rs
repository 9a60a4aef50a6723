use saltant_http::Call;

use super::{
    ActOnMembership, EnrollMember, GetMembership, GetMemberships, JoinProject, MembershipId, ProjectId, User,
    Username,
};

impl User {
    /// Lists memberships that the user may see.
    pub fn get_memberships(&self, operation: GetMemberships) -> Call<'_, GetMemberships> {
        self.call(operation)
    }

    /// Gets a membership.
    pub fn get_membership(&self, memb_id: impl Into<MembershipId>) -> Call<'_, GetMembership> {
        self.call(GetMembership::new(memb_id))
    }

    /// Leaves, cancels, accepts, rejects or removes a membership.
    pub fn membership_action(&self, operation: ActOnMembership) -> Call<'_, ActOnMembership> {
        self.call(operation)
    }

    /// Joins a project, or asks to, as its policy has it.
    pub fn join_project(&self, project_id: impl Into<ProjectId>) -> Call<'_, JoinProject> {
        self.call(JoinProject::new(project_id))
    }

    /// Makes somebody a member of a project.
    pub fn enroll_member(
        &self,
        project_id: impl Into<ProjectId>,
        email: impl Into<Username>,
    ) -> Call<'_, EnrollMember> {
        self.call(EnrollMember::new(project_id, email))
    }
}
