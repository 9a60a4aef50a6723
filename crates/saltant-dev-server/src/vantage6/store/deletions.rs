//! Deleting rows together with what depends on them.

use super::Tables;

impl Tables {
    /// Deletes a task, its subtasks and their runs.
    pub(crate) fn delete_task(&mut self, id: u64) {
        let Some(task) = self.tasks.remove(id) else { return };
        for run in task.runs {
            self.delete_run(run);
        }
        for child in task.children {
            self.delete_task(child);
        }
        if let Some(parent) = task.parent.and_then(|parent| self.tasks.get_mut(parent)) {
            parent.children.retain(|child| *child != id);
        }
    }

    /// Deletes a run, its ports and its blobs.
    pub(crate) fn delete_run(&mut self, id: u64) {
        let Some(run) = self.runs.remove(id) else { return };
        for blob in [run.input, run.result].into_iter().flatten() {
            self.blobs.remove(&blob);
        }
        for port in self.ports.ids(|port| port.run == id) {
            self.ports.remove(port);
        }
        if let Some(task) = self.tasks.get_mut(run.task) {
            task.runs.retain(|run| *run != id);
        }
    }

    pub(crate) fn delete_study(&mut self, id: u64) {
        for task in self.tasks.ids(|task| task.study == Some(id)) {
            self.delete_task(task);
        }
        self.studies.remove(id);
    }

    pub(crate) fn delete_collaboration(&mut self, id: u64) {
        for task in self.tasks.ids(|task| task.collaboration == id) {
            self.delete_task(task);
        }
        for node in self.nodes.ids(|node| node.collaboration == id) {
            self.nodes.remove(node);
        }
        for study in self.studies.ids(|study| study.collaboration == id) {
            self.delete_study(study);
        }
        self.collaborations.remove(id);
    }

    /// Deletes a user. The tasks stay, without a creator, unless they were deleted before.
    pub(crate) fn delete_user(&mut self, id: u64) {
        self.users.remove(id);
        for task in self.tasks.iter_mut().filter(|task| task.init_user == Some(id)) {
            task.init_user = None;
        }
    }

    /// Deletes a role, which its users lose.
    pub(crate) fn delete_role(&mut self, id: u64) {
        self.roles.remove(id);
        for user in self.users.iter_mut() {
            user.roles.retain(|role| *role != id);
        }
    }

    /// Deletes an organization with its runs, tasks, nodes, users and roles.
    pub(crate) fn delete_organization(&mut self, id: u64) {
        for run in self.runs.ids(|run| run.organization == id) {
            self.delete_run(run);
        }
        for task in self.tasks.ids(|task| task.init_org == id) {
            self.delete_task(task);
        }
        for node in self.nodes.ids(|node| node.organization == id) {
            self.nodes.remove(node);
        }
        for user in self.users.ids(|user| user.organization == id) {
            self.delete_user(user);
        }
        for role in self.roles.ids(|role| role.organization == Some(id)) {
            self.delete_role(role);
        }
        for study in self.studies.iter_mut() {
            study.organizations.retain(|organization| *organization != id);
        }
        for collaboration in self.collaborations.iter_mut() {
            collaboration.organizations.retain(|organization| *organization != id);
        }
        self.organizations.remove(id);
    }
}
