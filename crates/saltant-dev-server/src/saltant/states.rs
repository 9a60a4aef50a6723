//! The names of the states of task instances, and the instances that a fault keeps in one.

use std::borrow::Cow;
use std::collections::HashMap;

use uuid::Uuid;

use crate::store::Guarded;

pub(crate) const CREATED: &str = "created";
pub(crate) const PUBLISHED: &str = "published";
pub(crate) const RUNNING: &str = "running";
pub(crate) const SUCCESSFUL: &str = "successful";
pub(crate) const FAILED: &str = "failed";
pub(crate) const TERMINATED: &str = "terminated";

/// The states that the server itself writes, in the order in which an instance passes them.
pub(crate) const STATES: [&str; 6] = [CREATED, PUBLISHED, RUNNING, SUCCESSFUL, FAILED, TERMINATED];

/// A state, without a copy of its name if it is one of the server's own.
pub(crate) fn shared(state: &str) -> Cow<'static, str> {
    let known = STATES.into_iter().find(|known| *known == state);
    known.map_or_else(|| Cow::Owned(state.to_owned()), Cow::Borrowed)
}

/// The instances that [`Fault::stuck_in`](crate::Fault::stuck_in) has struck, each with its last state.
#[derive(Debug, Default)]
pub(crate) struct Held(Guarded<HashMap<Uuid, String>>);

impl Held {
    /// Keeps an instance from getting beyond a state.
    pub(crate) fn hold(&self, uuid: Uuid, state: String) {
        self.0.with(|held| held.insert(uuid, state));
    }

    /// Whether an instance is kept from getting into a state.
    pub(crate) fn keeps_from(&self, uuid: Uuid, state: &str) -> bool {
        let rank = |state: &str| STATES.iter().position(|known| *known == state);
        self.0.with(|held| held.get(&uuid).is_some_and(|last| rank(state) > rank(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stuck_instance_does_not_get_further() {
        let held = Held::default();
        held.hold(Uuid::nil(), PUBLISHED.to_owned());
        assert!(!held.keeps_from(Uuid::nil(), "published"));
        assert!(held.keeps_from(Uuid::nil(), "running"));
        assert!(held.keeps_from(Uuid::nil(), "terminated"));
        assert!(!held.keeps_from(Uuid::max(), "running"));
    }
}
