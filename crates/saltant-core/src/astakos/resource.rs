use std::collections::BTreeMap;

use saltant_types::astakos::{CloudService, Resource, ResourceName};

use crate::operations::Operation;

/// Lists the resources that have quotas, by name.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_resources")]
#[operation("astakos.get_resources", GET "resources", output = BTreeMap<ResourceName, Resource>)]
#[operation(auth = Optional)]
pub struct ListResources {}

/// Lists the services of the cloud as its web pages show them.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_services")]
#[operation("astakos.get_services", GET "get_services", list of CloudService, part = "ui", auth = Optional)]
pub struct ListServices {}
