use std::collections::BTreeMap;

use saltant_types::astakos::{CloudService, Resource, ResourceName};

use crate::operations::Operation;

/// Gets the resources that quotas are about.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_resources", GET "resources", output = BTreeMap<ResourceName, Resource>)]
#[operation(part = "account", auth = Optional)]
pub struct GetResources {}

/// Lists the services of the cloud, as its pages for people show them.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_services", GET "get_services", output = Vec<CloudService>)]
#[operation(part = "ui", auth = Optional)]
pub struct GetServices {}
