use uuid::Uuid;

use crate::id::id;

id! {
    /// The id of an agent's session. The agent makes it; heartbeats keep it alive.
    SessionId(Uuid)
}
