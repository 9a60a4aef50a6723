//! What users may do with a system.

use crate::agave::call::{Call, required};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::agave::systems::{self, System};
use crate::json::Json;

/// The role of a user on a system, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    None,
    /// Reads only.
    Guest,
    User,
    Publisher,
    Admin,
    Owner,
}

impl Role {
    const WORDS: [(&'static str, Self); 6] = [
        ("NONE", Self::None),
        ("GUEST", Self::Guest),
        ("USER", Self::User),
        ("PUBLISHER", Self::Publisher),
        ("ADMIN", Self::Admin),
        ("OWNER", Self::Owner),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, role)| *role)
    }

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, role)| *role == self).map_or("NONE", |(word, _)| word)
    }
}

pub(crate) fn answer(call: &Call, id: &str, path: &[&str]) -> Outcome {
    match (call.method.as_str(), path) {
        ("GET", []) => {
            let system = systems::visible(call, id)?;
            Answer::ok(Json::Array(search::page(call, items(call, &system, None), &[])))
        }
        // The role of one user comes as a list too.
        ("GET", [username]) => {
            let system = systems::visible(call, id)?;
            Answer::ok(Json::Array(items(call, &system, Some(username))))
        }
        ("POST", []) => {
            let body = call.object()?;
            grant(call, id, required(&body, "username")?, required(&body, "role")?)
        }
        ("POST", [username]) => grant(call, id, username, required(&call.object()?, "role")?),
        ("DELETE", []) => {
            systems::change(call, id, Role::Admin, |system, _| {
                system.roles.clear();
                Ok(())
            })?;
            Answer::done()
        }
        ("DELETE", [username]) => {
            systems::change(call, id, Role::Admin, |system, _| {
                system.roles.remove(*username);
                Ok(())
            })?;
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn grant(call: &Call, id: &str, username: &str, word: &str) -> Outcome {
    let role = Role::parse(word).filter(|role| *role != Role::Owner);
    let role = role.ok_or_else(|| Refusal::bad(format!("The role {word} cannot be granted")))?;
    let system = systems::change(call, id, Role::Admin, |system, _| {
        if role == Role::None {
            system.roles.remove(username);
        } else {
            system.roles.insert(username.to_owned(), role);
        }
        Ok(())
    })?;
    Answer::created(Json::Array(items(call, &system, Some(username))))
}

fn items(call: &Call, system: &System, only: Option<&str>) -> Vec<Json> {
    let owner = (system.owner.as_str(), Role::Owner);
    let granted = system.roles.iter().map(|(username, role)| (username.as_str(), *role));
    std::iter::once(owner)
        .chain(granted)
        .filter(|(username, _)| only.is_none_or(|only| only == *username))
        .map(|(username, role)| {
            let own = format!("systems/v2/{}", system.id);
            Json::object([
                ("username", username.into()),
                ("role", role.word().into()),
                (
                    "_links",
                    call.links([
                        ("self", format!("{own}/roles/{username}")),
                        ("parent", own),
                        ("profile", format!("profiles/v2/{username}")),
                    ]),
                ),
            ])
        })
        .collect()
}
