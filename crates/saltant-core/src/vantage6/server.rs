use saltant_types::vantage6::{Health, Version};

use crate::operations::Operation;

/// Gets the number of the server's release, without a credential.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_server_version")]
#[operation("vantage6.util.get_server_version", GET "version", output = Version, auth = None)]
pub struct GetServerVersion {}

/// Gets whether the server's database answers, without a credential.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_server_health")]
#[operation("vantage6.util.get_server_health", GET "health", output = Health, auth = None)]
pub struct GetServerHealth {}
