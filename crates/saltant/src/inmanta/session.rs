use saltant_core::inmanta::v1;
use saltant_macros::calls;
use saltant_types::inmanta::SessionId;
use saltant_types::inmanta::v1::{Reply, ReplyId};

use super::EnvironmentClient;

/// Sessions of an agent's process with the server.
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Sessions<'c> via self.0 {
    heartbeat(v1::SendHeartbeat);
    reply(sid: SessionId, reply_id: ReplyId, data: Reply) -> v1::SendReply;
} }
