//! The sessions of users who have signed in with a browser.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::store::Guarded;

/// A session of a signed-in user, as a browser has one.
///
/// Writes need the second value twice: as a cookie and in the header `X-CSRFToken`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Session {
    /// The value of the cookie `sessionid`.
    pub session_id: String,
    /// The value of the cookie `csrftoken`.
    pub csrf_token: String,
}

impl Session {
    /// The `Cookie` header with both.
    pub fn cookie_header(&self) -> String {
        format!("sessionid={}; csrftoken={}", self.session_id, self.csrf_token)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// The open sessions: the user's name for each session id.
#[derive(Default)]
pub(crate) struct Sessions(Guarded<HashMap<String, Arc<str>>>);

impl Sessions {
    pub(crate) fn open(&self, session_id: String, username: Arc<str>) {
        self.0.with(|sessions| sessions.insert(session_id, username));
    }

    pub(crate) fn username(&self, session_id: &str) -> Option<Arc<str>> {
        self.0.with(|sessions| sessions.get(session_id).cloned())
    }
}
