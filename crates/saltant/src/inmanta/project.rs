use saltant_core::inmanta::{CreateProject, DeleteProject, GetProject, ListProjects, UpdateProject};
use saltant_macros::calls;
use saltant_types::inmanta::ProjectId;

/// Projects of a server.
#[derive(Clone, Copy, Debug)]
pub struct Projects<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Projects<'c> via self.0 {
    create(CreateProject);
    list(ListProjects);
    get(id: ProjectId) -> GetProject;
    update(id: ProjectId, name: String) -> UpdateProject;
    delete(id: ProjectId) -> DeleteProject;
} }
