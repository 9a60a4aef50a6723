//! A running saltant server: what the other services do not have.

use std::sync::Arc;

use uuid::Uuid;

use crate::saltant::app::Saltant;
use crate::saltant::logs::Logs;
use crate::saltant::sessions::Session;
use crate::saltant::store::{Class, TaskInstance, TaskType};
use crate::server::Server;

/// The logs, sessions and users of saltant.
impl Server<Saltant> {
    /// The logs of an instance. They are empty for one that has not run.
    pub fn logs(&self, uuid: Uuid) -> Logs {
        self.service().broker.logs(uuid)
    }

    /// Opens a session for a user, as signing in with a browser does; `None` if the user does not exist.
    pub fn sign_in(&self, username: &str) -> Option<Session> {
        let app = self.service();
        let username =
            app.store.with(|tables| tables.user(username).map(|user| Arc::clone(&user.username)))?;
        let session = Session { session_id: app.random.hex(40), csrf_token: app.random.hex(40) };
        app.sessions.open(session.session_id.clone(), username);
        Some(session)
    }

    /// Deletes a user, whose instances and task types then belong to nobody.
    ///
    /// Returns false if the user does not exist or still has queues or whitelists, which always need an owner.
    pub fn remove_user(&self, username: &str) -> bool {
        self.service().store.with(|tables| {
            let needed = tables.queues.iter().any(|row| &*row.user == username)
                || tables.whitelists.iter().any(|row| &*row.user == username);
            if needed || tables.user(username).is_none() {
                return false;
            }
            tables.users.retain(|user| &*user.username != username);
            for class in [Class::Executable, Class::Container] {
                let types: Vec<_> = tables.types(class).iter().cloned().collect();
                for row in types.iter().filter(|row| row.user.as_deref() == Some(username)) {
                    tables.types_mut(class).put(TaskType { user: None, ..(**row).clone() });
                }
                let orphans = tables.instances(class).rows().to_vec();
                for row in orphans.iter().filter(|row| row.user.as_deref() == Some(username)) {
                    tables.instances_mut(class).replace(TaskInstance { user: None, ..(**row).clone() });
                }
            }
            true
        })
    }
}
