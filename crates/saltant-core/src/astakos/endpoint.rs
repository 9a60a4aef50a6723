use saltant_types::astakos::Endpoints;
use serde::Deserialize;

use crate::answer::decode::json_key;
use crate::answer::{Answer, ReadError};
use crate::operations::Operation;

/// Gets the services of the cloud and their addresses.
///
/// The address is that of [`Authenticate`](super::Authenticate); an empty body makes the difference.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_endpoints")]
#[operation("astakos.get_endpoints", POST "tokens", output = Endpoints, read = read)]
#[operation(part = None, effect = Safe, auth = Optional)]
pub struct GetEndpoints {}

/// Reads the catalogue out of an answer, whatever else is in it.
pub(super) fn read(answer: &Answer) -> Result<Endpoints, ReadError> {
    #[derive(Deserialize)]
    struct Access {
        #[serde(rename = "serviceCatalog")]
        service_catalog: Endpoints,
    }

    json_key::<Access>(answer, "access").map(|access| access.service_catalog)
}
