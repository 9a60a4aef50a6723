use saltant_types::vantage6::{Health, Version};

use crate::operations::Operation;

/// Gets the server's version. No credential is sent.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.get_server_version", GET "version", output = Version, auth = None)]
pub struct GetServerVersion {}

/// Gets the server's health. No credential is sent.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.util.get_server_health", GET "health", output = Health, auth = None)]
pub struct GetServerHealth {}
