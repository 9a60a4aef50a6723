use saltant_types::agave::Tenant;

use crate::operations::Operation;

/// Lists the tenants, with the addresses of their gateways.
#[derive(Clone, Debug, Operation)]
#[operation("agave.tenants.list", GET "tenants", list of Tenant, auth = None)]
pub struct ListTenants {}
