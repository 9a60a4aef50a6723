use saltant_types::inmanta::{AgentName, EnvironmentId, Heartbeat, Reply, ReplyId, SessionId};

use crate::answer::{Answer, decode};
use crate::answer::ReadError;
use crate::operations::Operation;

/// Says that an agent is there and asks what it has to do, as its process does.
///
/// The first one registers the session. Where there is nothing to do, the server holds the request, for 22 s
/// by default, and then answers with no calls: allow an attempt more time than that. A session that is not
/// heard of for 30 s ends. Saying it twice is the same as once, but the calls go with the answer that is
/// lost, so the request is not repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.heartbeat", POST "api/v1/heartbeat", output = Heartbeat, read = calls)]
pub struct SendHeartbeat {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The session. The process makes the id.
    #[json]
    pub sid: SessionId,
    /// The agents.
    #[json]
    pub endpoint_names: Vec<AgentName>,
    /// The machine's name.
    #[json]
    pub nodename: String,
    /// Whether the server answers at once; its default is false.
    #[json]
    pub no_hang: Option<bool>,
}

/// Nothing to do is an empty body.
fn calls(answer: &Answer) -> Result<Heartbeat, ReadError> {
    if answer.body().is_empty() { Ok(Heartbeat::default()) } else { decode::json(answer) }
}

/// Answers a call that came with a heartbeat.
///
/// An id that the server does not know is answered well; a session that it does not know is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.heartbeat_reply", PUT "api/v1/heartbeat", output = ())]
pub struct HeartbeatReply {
    /// The session.
    #[json]
    pub sid: SessionId,
    /// The id that came with the call.
    #[json]
    pub reply_id: ReplyId,
    /// The answer.
    #[json]
    pub data: Reply,
}
