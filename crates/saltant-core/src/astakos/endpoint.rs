use saltant_types::astakos::Endpoints;
use serde::Deserialize;

use crate::operations::Operation;
use crate::answer::{Answer, ReadError};
use crate::answer::decode::json;

/// Gets the services that the cloud has, and where each is.
///
/// The same address as [`Authenticate`](super::Authenticate), without a body: that it is empty is what makes
/// the difference.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_endpoints", POST "tokens", output = Endpoints)]
#[operation(effect = Safe, auth = Optional, read = read)]
pub struct GetEndpoints {}

/// Reads the catalogue out of an answer, whatever else is in it.
pub(super) fn read(answer: &Answer) -> Result<Endpoints, ReadError> {
    #[derive(Deserialize)]
    struct Wrapped {
        access: Access,
    }

    #[derive(Deserialize)]
    struct Access {
        #[serde(rename = "serviceCatalog")]
        service_catalog: Endpoints,
    }

    json::<Wrapped>(answer).map(|wrapped| wrapped.access.service_catalog)
}
