use saltant_types::astakos::{CommissionSerial, Holder, Provision, ResourceProvision, UserId};

use crate::astakos::{Astakos, CommissionFields};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Issues a commission that charges one user, on servers of release 0.15.
///
/// These servers know neither projects with quotas nor pairs of provisions.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "issue_one_commission")]
#[operation("astakos.v015.issue_one_commission", POST "commissions", output = CommissionSerial)]
#[operation(auth = Service, key = "serial", write = write_one, service = Astakos)]
pub struct IssueOneCommission {
    /// The user.
    #[custom]
    pub holder: UserId,
    /// Where the quantities come from: `system`.
    #[custom]
    pub source: String,
    /// What is charged to the user.
    #[custom]
    pub provisions: Vec<ResourceProvision>,
    /// The fields that may be left out.
    #[fields]
    pub fields: CommissionFields,
}

fn write_one(operation: &IssueOneCommission, request: &mut Encoder) -> Result<(), EncodeError> {
    let provision = |provision: &ResourceProvision| Provision {
        holder: Holder::new(operation.holder.as_str()),
        source: Some(Holder::new(operation.source.as_str())),
        resource: provision.resource.clone(),
        quantity: provision.quantity,
    };
    operation.fields.write(operation.provisions.iter().map(provision).collect(), request)
}
