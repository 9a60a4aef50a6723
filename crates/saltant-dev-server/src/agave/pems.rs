//! Permissions that users have on files, apps, jobs and metadata.

use std::collections::BTreeMap;

use crate::agave::call::{Call, required};
use crate::agave::reply::Refusal;
use crate::json::Json;

/// What a user may do with something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pem {
    pub(crate) read: bool,
    pub(crate) write: bool,
    pub(crate) execute: bool,
}

/// The permissions that were granted, by user.
pub(crate) type Pems = BTreeMap<String, Pem>;

impl Pem {
    pub(crate) const ALL: Self = Self { read: true, write: true, execute: true };
    pub(crate) const READ: Self = Self { read: true, write: false, execute: false };
    pub(crate) const NONE: Self = Self { read: false, write: false, execute: false };

    /// Reads a word such as `READ_WRITE`.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_uppercase().as_str() {
            "NONE" => Some(Self::NONE),
            "ALL" | "OWNER" => Some(Self::ALL),
            word => word.split('_').try_fold(Self::NONE, |pem, part| match part {
                "READ" => Some(Self { read: true, ..pem }),
                "WRITE" => Some(Self { write: true, ..pem }),
                "EXECUTE" => Some(Self { execute: true, ..pem }),
                _ => None,
            }),
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match (self.read, self.write, self.execute) {
            (false, false, false) => "NONE",
            (true, false, false) => "READ",
            (false, true, false) => "WRITE",
            (false, false, true) => "EXECUTE",
            (true, true, false) => "READ_WRITE",
            (true, false, true) => "READ_EXECUTE",
            (false, true, true) => "WRITE_EXECUTE",
            (true, true, true) => "ALL",
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            read: self.read || other.read,
            write: self.write || other.write,
            execute: self.execute || other.execute,
        }
    }

    /// The flags as an object; jobs and metadata cannot be executed.
    pub(crate) fn shown(self, with_execute: bool) -> Json {
        let mut shown = Json::object([("read", self.read.into()), ("write", self.write.into())]);
        if with_execute {
            shown.set("execute", self.execute);
        }
        shown
    }
}

/// The user and the permission that a body grants.
pub(crate) fn granted(body: &Json, username: Option<&str>) -> Result<(String, Pem), Refusal> {
    let word = required(body, "permission")?;
    let pem = Pem::parse(word).ok_or_else(|| Refusal::bad(format!("Unknown permission {word}")))?;
    let username = match username {
        Some(username) => username.to_owned(),
        None => required(body, "username")?.to_owned(),
    };
    Ok((username, pem))
}

/// Grants a permission, or takes everything away if it is none.
pub(crate) fn grant(pems: &mut Pems, username: String, pem: Pem) {
    if pem == Pem::NONE {
        pems.remove(&username);
    } else {
        pems.insert(username, pem);
    }
}

/// The items of a list of permissions: the owner's, and those that were granted.
///
/// `path` is the address of the list, without its last slash.
pub(crate) fn list(call: &Call, owner: &str, pems: &Pems, path: &str, with_execute: bool) -> Vec<Json> {
    let owners = (owner, Pem::ALL);
    let others = pems.iter().filter(|(user, _)| *user != owner).map(|(user, pem)| (user.as_str(), *pem));
    std::iter::once(owners)
        .chain(others)
        .map(|(username, pem)| {
            Json::object([
                ("username", username.into()),
                ("internalUsername", Json::Null),
                ("permission", pem.shown(with_execute)),
                (
                    "_links",
                    call.links([
                        ("self", format!("{path}/{username}")),
                        ("parent", path.trim_end_matches("/pems").to_owned()),
                        ("profile", format!("profiles/v2/{username}")),
                    ]),
                ),
            ])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_flags_are_the_same_thing() {
        for word in ["NONE", "READ", "WRITE", "EXECUTE", "READ_WRITE", "READ_EXECUTE", "WRITE_EXECUTE", "ALL"]
        {
            assert_eq!(Pem::parse(word).map(Pem::word), Some(word));
        }
        assert_eq!(Pem::parse("OWNER"), Some(Pem::ALL));
        assert_eq!(Pem::parse("READ_"), None);
    }
}
