use saltant_http::Call;

use super::{EnvironmentClient, HeartbeatReply, Reply, ReplyId, SendHeartbeat, SessionId};

/// Sessions of an agent's process with the server.
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Sessions<'c> {
    /// Says that an agent is there and asks what it has to do, as its process does.
    pub fn heartbeat(self, operation: SendHeartbeat) -> Call<'c, SendHeartbeat> {
        self.0.http().call(operation)
    }

    /// Answers a call that came with a heartbeat.
    pub fn heartbeat_reply(
        self,
        sid: impl Into<SessionId>,
        reply_id: impl Into<ReplyId>,
        data: impl Into<Reply>,
    ) -> Call<'c, HeartbeatReply> {
        self.0.server().call(HeartbeatReply::new(sid, reply_id, data))
    }
}
