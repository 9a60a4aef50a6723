use saltant_types::astakos::{
    Commission, CommissionAction, CommissionInfo, CommissionSerial, ProjectProvision, Provision,
    Reassignment, ResolvedCommissions, UserId, UserProvision,
};

use crate::Fields;
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Issues a commission that is complete.
///
/// A commission is never sent twice: two would charge twice.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.issue_commission", POST "commissions", output = CommissionSerial, key = "serial")]
#[operation(auth = Service)]
pub struct IssueCommission {
    /// The commission.
    #[body]
    pub request: Commission,
}

/// What commissions of all kinds may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct CommissionFields {
    /// A name for people; empty by default.
    #[custom]
    pub name: Option<String>,
    /// Whether limits are ignored; false by default.
    #[custom]
    pub force: Option<bool>,
    /// Whether it is accepted at once; by default it stays pending.
    #[custom]
    pub auto_accept: Option<bool>,
}

impl CommissionFields {
    /// Writes the commission. The server wants every field.
    pub(super) fn write(&self, provisions: Vec<Provision>, request: &mut Encoder) -> Result<(), EncodeError> {
        let Self { name, force, auto_accept } = self.clone();
        let commission = Commission {
            force: force.unwrap_or_default(),
            auto_accept: auto_accept.unwrap_or_default(),
            name: name.unwrap_or_default(),
            provisions,
        };
        request.json_body("commission", &commission)
    }
}

/// Issues a commission that charges users and projects independently of each other.
///
/// What a user uses of a project counts against both, so provisions usually come in pairs:
/// [`IssueOneCommission`] makes them.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "issue_commission_generic")]
#[operation("astakos.issue_commission_generic", POST "commissions", output = CommissionSerial)]
#[operation(auth = Service, key = "serial", write = write_generic)]
pub struct IssueGenericCommission {
    /// What is charged to users.
    #[custom]
    pub user_provisions: Vec<UserProvision>,
    /// What is charged to projects.
    #[custom]
    pub project_provisions: Vec<ProjectProvision>,
    /// The fields that may be left out.
    #[fields]
    pub fields: CommissionFields,
}

fn write_generic(operation: &IssueGenericCommission, request: &mut Encoder) -> Result<(), EncodeError> {
    let users = operation.user_provisions.iter().map(Provision::of_user);
    let projects = operation.project_provisions.iter().map(Provision::of_project);
    operation.fields.write(users.chain(projects).collect(), request)
}

/// Issues a commission that charges one user and, for each quantity, the project that it comes from.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "issue_one_commission")]
#[operation("astakos.issue_one_commission", POST "commissions", output = CommissionSerial)]
#[operation(auth = Service, key = "serial", write = write_one)]
pub struct IssueOneCommission {
    /// The user.
    #[custom]
    pub holder: UserId,
    /// What is charged to the user and to the project.
    #[custom]
    pub provisions: Vec<ProjectProvision>,
    /// The fields that may be left out.
    #[fields]
    pub fields: CommissionFields,
}

fn write_one(operation: &IssueOneCommission, request: &mut Encoder) -> Result<(), EncodeError> {
    let pair = |provision: &ProjectProvision| {
        let ProjectProvision { project, resource, quantity } = provision.clone();
        Provision::pair(operation.holder.clone(), project, resource, quantity)
    };
    operation.fields.write(operation.provisions.iter().flat_map(pair).collect(), request)
}

/// Issues a commission that moves quantities of one user from project to project.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.issue_resource_reassignment", POST "commissions", output = CommissionSerial)]
#[operation(auth = Service, key = "serial", write = write_reassignment)]
pub struct IssueResourceReassignment {
    /// The user.
    #[custom]
    pub holder: UserId,
    /// The quantities to move.
    #[custom]
    pub provisions: Vec<Reassignment>,
    /// The fields that may be left out.
    #[fields]
    pub fields: CommissionFields,
}

fn write_reassignment(
    operation: &IssueResourceReassignment,
    request: &mut Encoder,
) -> Result<(), EncodeError> {
    let mut provisions = Vec::with_capacity(operation.provisions.len() * 4);
    for Reassignment { from, to, resource, quantity } in operation.provisions.clone() {
        let Some(relief) = quantity.checked_neg() else {
            let reason = format!("{quantity} cannot be negated");
            return Err(EncodeError::Refused { name: "provisions", reason });
        };
        provisions.extend(Provision::pair(operation.holder.clone(), from, resource.clone(), relief));
        provisions.extend(Provision::pair(operation.holder.clone(), to, resource, quantity));
    }
    operation.fields.write(provisions, request)
}

/// Lists the serials of the service's pending commissions.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_pending_commissions")]
#[operation("astakos.get_pending_commissions", GET "commissions", list of CommissionSerial)]
#[operation(auth = Service)]
pub struct ListPendingCommissions {}

/// Gets a pending commission. For one that is not pending the answer is a 404.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_commission_info")]
#[operation("astakos.get_commission_info", GET "commissions/{serial}", output = CommissionInfo)]
#[operation(auth = Service)]
pub struct GetCommission {
    /// The commission's serial.
    #[segment]
    pub serial: CommissionSerial,
}

/// Accepts or rejects a pending commission.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "commission_action")]
#[operation("astakos.commission_action", POST "commissions/{serial}/action", output = ())]
#[operation(auth = Service, write = write_action)]
pub struct ActOnCommission {
    /// The commission's serial.
    #[segment]
    pub serial: CommissionSerial,
    /// The action.
    #[custom]
    pub action: CommissionAction,
}

fn write_action(operation: &ActOnCommission, request: &mut Encoder) -> Result<(), EncodeError> {
    super::action::write(request, operation.action.as_str(), &"")
}

/// Accepts and rejects pending commissions together.
///
/// A commission that could not be resolved is in the answer, with the reason.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "resolve_commissions")]
#[operation("astakos.resolve_commissions", POST "commissions/action", output = ResolvedCommissions)]
#[operation(auth = Service)]
pub struct ResolveCommissions {
    /// The serials of those to accept.
    #[json = "accept"]
    pub accept_serials: Vec<CommissionSerial>,
    /// The serials of those to reject.
    #[json = "reject"]
    pub reject_serials: Vec<CommissionSerial>,
}
