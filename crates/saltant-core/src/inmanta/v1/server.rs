use saltant_types::inmanta::v1::ServerStatus;

use crate::operations::Operation;

/// Gets the version of the server and the state of its parts.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_server_status", GET "api/v1/serverstatus", output = ServerStatus, key = "data")]
pub struct GetServerStatus {}
