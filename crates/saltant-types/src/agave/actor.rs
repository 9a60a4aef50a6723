use super::record::record;
use crate::id::id;

id! {
    /// The id of an actor.
    ActorId(String)
}

id! {
    /// The id of one execution of an actor.
    ExecutionId(String)
}

record! {
    /// What became of a message to an actor.
    pub struct ActorMessageResponse {
        /// The execution that the message has begun.
        execution_id: ExecutionId,
        /// What the server says.
        msg: String,
    }
}
