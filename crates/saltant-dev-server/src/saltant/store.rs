//! The tables, which stand for the real server's database.

mod rows;

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::store::Table;

pub(crate) use rows::{
    Cell, Class, ClassFields, Column, Row, TaskInstance, TaskQueue, TaskType, User, Whitelist,
};

#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) users: Vec<Arc<User>>,
    pub(crate) queues: Table<TaskQueue>,
    pub(crate) whitelists: Table<Whitelist>,
    executable_types: Table<TaskType>,
    container_types: Table<TaskType>,
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
        self.queues.get(id)
    }

    /// The whitelist with that id.
    pub(crate) fn whitelist(&self, id: u64) -> Option<&Arc<Whitelist>> {
        self.whitelists.get(id)
    }

    /// All task types of a class, by id.
    pub(crate) fn types(&self, class: Class) -> &Table<TaskType> {
        match class {
            Class::Executable => &self.executable_types,
            Class::Container => &self.container_types,
        }
    }

    /// All task types of a class, to be changed.
    pub(crate) fn types_mut(&mut self, class: Class) -> &mut Table<TaskType> {
        match class {
            Class::Executable => &mut self.executable_types,
            Class::Container => &mut self.container_types,
        }
    }

    /// The task type of a class with that id.
    pub(crate) fn task_type(&self, class: Class, id: u64) -> Option<&Arc<TaskType>> {
        self.types(class).get(id)
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

    /// Adds a row by its time of creation: at the end, unless the clock went back.
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
