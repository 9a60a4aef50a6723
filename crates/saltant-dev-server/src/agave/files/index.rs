//! What the server knows of files beyond the file system: owners, permissions and what happened to them.

use std::collections::BTreeMap;

use crate::agave::files::storage::Place;
use crate::agave::ids::Resource;
use crate::agave::notifications::Event;
use crate::agave::pems::Pem;
use crate::agave::systems::System;
use crate::agave::systems::roles::Role;
use crate::agave::tenant::Agave;
use crate::json::Json;
use crate::random::Random;

/// The files that somebody did something with, by system and place.
#[derive(Default)]
pub(crate) struct FileIndex(BTreeMap<(String, Place), FileRow>);

#[derive(Clone)]
pub(crate) struct FileRow {
    pub(crate) uuid: String,
    pub(crate) owner: String,
    /// The permission of each user, and whether it holds for everything inside.
    pub(crate) pems: BTreeMap<String, (Pem, bool)>,
    pub(crate) history: Vec<FileEvent>,
}

#[derive(Clone)]
pub(crate) struct FileEvent {
    pub(crate) status: &'static str,
    pub(crate) description: String,
    pub(crate) created: String,
    pub(crate) created_by: String,
}

impl FileIndex {
    pub(crate) fn get(&self, system: &str, place: &Place) -> Option<&FileRow> {
        self.0.get(&(system.to_owned(), place.clone()))
    }

    /// The row of a file, which is made if there is none.
    pub(crate) fn row(&mut self, random: &Random, system: &str, place: &Place, owner: &str) -> &mut FileRow {
        self.0.entry((system.to_owned(), place.clone())).or_insert_with(|| FileRow {
            uuid: Resource::File.uuid(random),
            owner: owner.to_owned(),
            pems: BTreeMap::new(),
            history: Vec::new(),
        })
    }

    /// Follows a file or directory that was moved.
    pub(crate) fn moved(&mut self, system: &str, from: &Place, to: &Place) {
        let moved: Vec<Place> = self.inside(system, from);
        for place in moved {
            let target = place.rest(from).and_then(|rest| Place::below(to, rest));
            if let (Some(row), Some(target)) = (self.0.remove(&(system.to_owned(), place)), target) {
                self.0.insert((system.to_owned(), target), row);
            }
        }
    }

    /// Forgets what was inside a directory that was deleted. The row of the directory itself stays, with its history.
    pub(crate) fn emptied(&mut self, system: &str, place: &Place) {
        for inside in self.inside(system, place) {
            if inside != *place {
                self.0.remove(&(system.to_owned(), inside));
            }
        }
    }

    fn inside(&self, system: &str, directory: &Place) -> Vec<Place> {
        let places = self.0.keys().filter(|(known, place)| known == system && place.is_within(directory));
        places.map(|(_, place)| place.clone()).collect()
    }

    /// The row with this uuid, with its system and place.
    pub(crate) fn by_uuid(&self, uuid: &str) -> Option<(&str, &Place, &FileRow)> {
        let found = self.0.iter().find(|(_, row)| row.uuid == uuid);
        found.map(|((system, place), row)| (system.as_str(), place, row))
    }

    /// What was granted to a user on a file or, for everything inside, on a directory above it.
    fn granted(&self, system: &str, place: &Place, user: &str) -> Pem {
        let mut granted = Pem::NONE;
        let mut above = Some(place.clone());
        while let Some(directory) = above {
            if let Some((pem, recursive)) = self.get(system, &directory).and_then(|row| row.pems.get(user))
                && (*recursive || directory == *place)
            {
                granted = granted.or(*pem);
            }
            above = directory.parent();
        }
        granted
    }
}

impl Agave {
    /// What a user may do with a file.
    pub(crate) fn file_rights(
        &self,
        system: &System,
        home: &Place,
        place: &Place,
        user: &str,
        admin: bool,
    ) -> Pem {
        let by_role = match system.role_of(user, admin) {
            Role::Owner | Role::Admin => return Pem::ALL,
            Role::User | Role::Publisher if system.public && system.execution => Pem::NONE,
            Role::User | Role::Publisher if !system.public => Pem::ALL,
            Role::None => Pem::NONE,
            _ if system.public && place.is_within(home) => Pem::ALL,
            _ => Pem::READ,
        };
        by_role.or(self.store.with(|store| store.files.granted(&system.id, place, user)))
    }

    /// Notes what happened to a file. Returns the file's uuid.
    pub(crate) fn file_event(
        &self,
        system: &str,
        place: &Place,
        user: &str,
        status: &'static str,
        description: impl Into<String>,
    ) -> String {
        let created = crate::agave::ids::time(self.clock.now());
        let event =
            FileEvent { status, description: description.into(), created, created_by: user.to_owned() };
        let uuid = self.store.with(|store| {
            let row = store.files.row(&self.random, system, place, user);
            row.history.push(event);
            row.uuid.clone()
        });
        self.emit(&Event {
            uuid: uuid.clone(),
            name: status,
            owner: user.to_owned(),
            values: vec![("PATH", place.shown()), ("SYSTEM", system.to_owned())],
            document: Json::object([
                ("uuid", uuid.as_str().into()),
                ("system", system.into()),
                ("path", place.shown().into()),
                ("status", status.into()),
            ]),
        });
        uuid
    }
}
