use saltant_types::inmanta::v1::{Heartbeat, Reply, ReplyId};
use saltant_types::inmanta::{AgentName, SessionId};

use crate::answer::{Answer, ReadError, decode};
use crate::operations::Operation;

/// Sends a heartbeat of an agent's process and gets the calls that the server has for it.
///
/// The first heartbeat registers the session. If there are no calls, the server holds the request for 22 s by
/// default and then answers with none: the limit for an attempt has to be longer. A session without a
/// heartbeat for 30 s ends. The calls are lost if the answer is lost, so the request is not repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.heartbeat", POST "api/v1/heartbeat", output = Heartbeat, namespaced, read = calls)]
pub struct SendHeartbeat {
    /// The session. The process makes up the id.
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

/// An empty body means that there are no calls.
fn calls(answer: &Answer) -> Result<Heartbeat, ReadError> {
    if answer.body().is_empty() { Ok(Heartbeat::default()) } else { decode::json(answer) }
}

/// Answers a call that came with a heartbeat.
///
/// Succeeds without effect if the server does not know the reply's id. It answers 400 if it does not know the
/// session.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "heartbeat_reply")]
#[operation("inmanta.v1.heartbeat_reply", PUT "api/v1/heartbeat")]
pub struct SendReply {
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
