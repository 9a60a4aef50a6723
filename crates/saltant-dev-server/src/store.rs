//! The state of the server: one `Store`, which stands for the real server's database.

mod rows;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

pub(crate) use rows::{
    Cell, Class, ClassFields, Column, Row, TaskInstance, TaskQueue, TaskType, User, Whitelist,
};

/// All rows, behind one lock that is held for microseconds and never across an await.
#[derive(Debug, Default)]
pub(crate) struct Store {
    tables: Mutex<Tables>,
}

impl Store {
    /// Looks at the rows, or changes them, as in one transaction.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut Tables) -> R) -> R {
        // A panic elsewhere leaves no half-written row behind, as rows are replaced whole.
        work(&mut self.tables.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The tables. Rows are shared, so that a page can be written out after the lock is gone.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) users: Vec<Arc<User>>,
    pub(crate) queues: Vec<Arc<TaskQueue>>,
    pub(crate) whitelists: Vec<Arc<Whitelist>>,
    executable_types: Vec<Arc<TaskType>>,
    container_types: Vec<Arc<TaskType>>,
    executable_instances: Instances,
    container_instances: Instances,
}

impl Tables {
    /// The user of that name.
    pub(crate) fn user(&self, name: &str) -> Option<&Arc<User>> {
        self.users.iter().find(|user| &*user.username == name)
    }

    /// The queue with that id.
    pub(crate) fn queue(&self, id: u64) -> Option<&Arc<TaskQueue>> {
        by_id(&self.queues, id, |row| row.id)
    }

    /// The whitelist with that id.
    pub(crate) fn whitelist(&self, id: u64) -> Option<&Arc<Whitelist>> {
        by_id(&self.whitelists, id, |row| row.id)
    }

    /// All task types of a class, by id.
    pub(crate) fn types(&self, class: Class) -> &Vec<Arc<TaskType>> {
        match class {
            Class::Executable => &self.executable_types,
            Class::Container => &self.container_types,
        }
    }

    /// All task types of a class, to be changed.
    pub(crate) fn types_mut(&mut self, class: Class) -> &mut Vec<Arc<TaskType>> {
        match class {
            Class::Executable => &mut self.executable_types,
            Class::Container => &mut self.container_types,
        }
    }

    /// The task type of a class with that id.
    pub(crate) fn task_type(&self, class: Class, id: u64) -> Option<&Arc<TaskType>> {
        by_id(self.types(class), id, |row| row.id)
    }

    /// All instances of a class, oldest first.
    pub(crate) fn instances(&self, class: Class) -> &Instances {
        match class {
            Class::Executable => &self.executable_instances,
            Class::Container => &self.container_instances,
        }
    }

    /// All instances of a class, to be changed.
    pub(crate) fn instances_mut(&mut self, class: Class) -> &mut Instances {
        match class {
            Class::Executable => &mut self.executable_instances,
            Class::Container => &mut self.container_instances,
        }
    }

    /// The instance with that uuid, whatever its class.
    pub(crate) fn instance(&self, uuid: Uuid) -> Option<&Arc<TaskInstance>> {
        self.container_instances.get(uuid).or_else(|| self.executable_instances.get(uuid))
    }
}

/// Finds a row by id. Rows are never deleted, so ids are dense and the guess is nearly always right.
fn by_id<T>(rows: &[Arc<T>], id: u64, id_of: impl Fn(&T) -> u64) -> Option<&Arc<T>> {
    let guess = usize::try_from(id).ok()?.checked_sub(1)?;
    rows.get(guess).filter(|row| id_of(row) == id)
}

/// The id of the next row of a table.
pub(crate) fn next_id<T>(rows: &[Arc<T>]) -> u64 {
    rows.len() as u64 + 1
}

/// Replaces the row with that id.
pub(crate) fn replace<T>(rows: &mut [Arc<T>], id: u64, row: T) -> Arc<T> {
    let row = Arc::new(row);
    if let Some(place) =
        usize::try_from(id).ok().and_then(|id| id.checked_sub(1)).and_then(|i| rows.get_mut(i))
    {
        *place = Arc::clone(&row);
    }
    row
}

/// The instances of one class, in the order of their creation.
#[derive(Debug, Default)]
pub(crate) struct Instances {
    rows: Vec<Arc<TaskInstance>>,
    places: HashMap<Uuid, usize>,
}

impl Instances {
    /// Rows, oldest first.
    pub(crate) fn rows(&self) -> &[Arc<TaskInstance>] {
        &self.rows
    }

    pub(crate) fn get(&self, uuid: Uuid) -> Option<&Arc<TaskInstance>> {
        self.places.get(&uuid).map(|&place| &self.rows[place])
    }

    /// Adds a row where its time of creation puts it: at the end, unless the clock went back.
    pub(crate) fn insert(&mut self, row: TaskInstance) -> Arc<TaskInstance> {
        let row = Arc::new(row);
        let place = self.rows.partition_point(|other| other.created <= row.created);
        self.rows.insert(place, Arc::clone(&row));
        if place + 1 == self.rows.len() {
            self.places.insert(row.uuid, place);
        } else {
            self.places = self.rows.iter().enumerate().map(|(place, row)| (row.uuid, place)).collect();
        }
        row
    }

    /// Replaces the row with the same uuid.
    pub(crate) fn replace(&mut self, row: TaskInstance) -> Arc<TaskInstance> {
        let row = Arc::new(row);
        if let Some(&place) = self.places.get(&row.uuid) {
            self.rows[place] = Arc::clone(&row);
        }
        row
    }
}
