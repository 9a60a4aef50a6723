use saltant_core::Error;
use saltant_core::inmanta::{CreateProject, DeleteProject, GetProject, ListProjects, UpdateProject};
use saltant_macros::calls;
use saltant_types::inmanta::{Project, ProjectId};

use crate::ensure::{Ensured, ensure};

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

impl Projects<'_> {
    /// Takes the project with a name, or creates it. The answer says which, and where one that was there differs from
    /// what is asked for; nothing is changed.
    ///
    /// # Errors
    ///
    /// The errors of the lookup and of the create. If another program creates one meanwhile, that one is taken;
    /// this is not an error.
    pub async fn ensure(self, create: CreateProject) -> Result<Ensured<Project>, Error> {
        let name = create.name.clone();
        let find = || async {
            let projects = self.0.call(ListProjects::new()).await?;
            Ok::<_, Error>(projects.into_iter().find(|project| project.name == name))
        };
        ensure(self.0, create, &[("project_id", "id")], find).await
    }
}
