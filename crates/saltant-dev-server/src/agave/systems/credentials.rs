//! The credentials of a system. Their secrets are dropped on arrival: a system is a directory of this machine.

use crate::agave::call::{Call, text};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::agave::systems::roles::Role;
use crate::agave::systems::{self, System};
use crate::json::Json;

/// What is known of a credential.
#[derive(Clone)]
pub(crate) struct Credential {
    /// The internal user that it is for; without one it is the system's default.
    pub(crate) internal_username: Option<String>,
    parent: Parent,
    kind: String,
    username: Option<String>,
}

/// What a credential opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parent {
    Storage,
    Login,
}

impl Parent {
    fn word(self) -> &'static str {
        match self {
            Self::Storage => "storage",
            Self::Login => "login",
        }
    }
}

const KINDS: &[&str] = &["LOCAL", "PAM", "PASSWORD", "SSHKEYS", "TOKEN", "X509", "APIKEYS"];

impl Credential {
    /// The default credentials in a registration.
    pub(crate) fn of_registration(body: &Json) -> Vec<Self> {
        [Parent::Storage, Parent::Login]
            .into_iter()
            .filter_map(|parent| {
                let auth = body.get(parent.word())?.get("auth")?;
                Some(Self::new(auth, parent, None))
            })
            .collect()
    }

    fn new(auth: &Json, parent: Parent, internal_username: Option<String>) -> Self {
        let kind = text(auth, "type").unwrap_or_else(|| "LOCAL".to_owned()).to_ascii_uppercase();
        Self { internal_username, parent, kind, username: text(auth, "username") }
    }

    fn shown(&self, call: &Call, system: &System) -> Json {
        let own = format!("systems/v2/{}/credentials", system.id);
        let name = self.internal_username.as_deref().unwrap_or("default");
        Json::object([
            ("internalUsername", self.internal_username.as_deref().into()),
            ("type", self.kind.as_str().into()),
            ("parentType", self.parent.word().into()),
            ("username", self.username.as_deref().into()),
            ("default", self.internal_username.is_none().into()),
            ("valid", true.into()),
            ("expirationDate", Json::Null),
            ("server", Json::Null),
            (
                "_links",
                call.links([
                    ("self", format!("{own}/{name}/{}", self.parent.word())),
                    ("parent", format!("systems/v2/{}", system.id)),
                ]),
            ),
        ])
    }
}

pub(crate) fn answer(call: &Call, id: &str, path: &[&str]) -> Outcome {
    let (internal, parent) = match path {
        [] => (None, None),
        [internal] => (Some(*internal), None),
        [internal, parent] => (Some(*internal), Some(parse_parent(parent)?)),
        _ => return Err(Refusal::not_found("No resource found matching the given id")),
    };
    let chosen = |credential: &Credential| {
        internal.is_none_or(|name| credential.internal_username.as_deref().unwrap_or("default") == name)
            && parent.is_none_or(|parent| credential.parent == parent)
    };
    match call.method.as_str() {
        "GET" => {
            let system = systems::with_role(call, id, Role::Admin)?;
            let shown = system.credentials.iter().filter(|credential| chosen(credential));
            let shown: Vec<Json> = shown.map(|credential| credential.shown(call, &system)).collect();
            if shown.is_empty() && parent.is_some() {
                return Err(Refusal::not_found("No credentials found"));
            }
            Answer::ok(Json::Array(search::page(call, shown, &[])))
        }
        "POST" => {
            let body = call.object()?;
            let kind = text(&body, "type").unwrap_or_default().to_ascii_uppercase();
            if !KINDS.contains(&kind.as_str()) {
                return Err(Refusal::bad(format!(
                    "Unknown credential type {kind:?}. It is one of: {}",
                    KINDS.join(", ")
                )));
            }
            let name = internal.map(str::to_owned).or_else(|| text(&body, "internalUsername"));
            let name = name.filter(|name| name != "default");
            systems::change(call, id, Role::Admin, |system, _| {
                let parents: &[Parent] =
                    if system.execution { &[Parent::Storage, Parent::Login] } else { &[Parent::Storage] };
                for parent in parents.iter().filter(|one| parent.is_none_or(|parent| parent == **one)) {
                    system
                        .credentials
                        .retain(|known| known.parent != *parent || known.internal_username != name);
                    system.credentials.push(Credential::new(&body, *parent, name.clone()));
                }
                Ok(())
            })?;
            Ok(Answer::Result(axum::http::StatusCode::CREATED, None, None))
        }
        "DELETE" => {
            systems::change(call, id, Role::Admin, |system, _| {
                // Deleting all leaves the default ones, which the system itself uses.
                system.credentials.retain(|known| {
                    !chosen(known) || internal.is_none() && known.internal_username.is_none()
                });
                Ok(())
            })?;
            Answer::done()
        }
        _ => Err(Refusal::method_not_allowed()),
    }
}

fn parse_parent(word: &str) -> Result<Parent, Refusal> {
    match word.to_ascii_lowercase().as_str() {
        "storage" => Ok(Parent::Storage),
        "login" | "execution" => Ok(Parent::Login),
        _ => Err(Refusal::bad(format!("Unknown credential type {word:?}. It is storage or login"))),
    }
}
