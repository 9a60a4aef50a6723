use saltant_types::astakos::{
    Commission, CommissionAction, CommissionInfo, CommissionSerial, ProjectId, ProjectProvision, Provision,
    Reassignment, ResolvedCommissions, ResourceName, UserId, UserProvision,
};
use serde::Deserialize;

use crate::answer::{Answer, ReadError};
use crate::answer::decode::json;
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Issues a commission, as it is given.
///
/// A commission is never sent twice: two would charge twice.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.issue_commission", POST "commissions", output = CommissionSerial)]
#[operation(part = "account", read = read_serial)]
pub struct IssueCommission {
    /// The commission.
    #[body]
    pub request: Commission,
}

/// Issues a commission that charges users and projects, each by itself.
///
/// What a user uses of a project counts against both, so there is usually a pair of each:
/// [`IssueOneCommission`] makes them.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.issue_commission_generic", POST "commissions", output = CommissionSerial)]
#[operation(part = "account", read = read_serial, write = write_generic)]
pub struct IssueCommissionGeneric {
    /// What is charged to users.
    #[custom]
    pub user_provisions: Vec<UserProvision>,
    /// What is charged to projects.
    #[custom]
    pub project_provisions: Vec<ProjectProvision>,
    /// A name, to recognise it by; empty if not given.
    #[custom]
    pub name: Option<String>,
    /// Whether limits are passed over; they are not if not given.
    #[custom]
    pub force: Option<bool>,
    /// Whether it is accepted at once; if not given, it stays pending.
    #[custom]
    pub auto_accept: Option<bool>,
}

fn write_generic(operation: &IssueCommissionGeneric, request: &mut Encoder) -> Result<(), EncodeError> {
    let users = operation.user_provisions.iter().map(Provision::of_user);
    let projects = operation.project_provisions.iter().map(Provision::of_project);
    let IssueCommissionGeneric { name, force, auto_accept, .. } = operation;
    write_commission(request, name.as_ref(), *force, *auto_accept, users.chain(projects).collect())
}

/// Issues a commission that charges one user and, for each quantity, the project that it comes from.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.issue_one_commission", POST "commissions", output = CommissionSerial)]
#[operation(part = "account", read = read_serial, write = write_one)]
pub struct IssueOneCommission {
    /// The user.
    #[custom]
    pub holder: UserId,
    /// What is charged to the user and to the project.
    #[custom]
    pub provisions: Vec<ProjectProvision>,
    /// A name, to recognise it by; empty if not given.
    #[custom]
    pub name: Option<String>,
    /// Whether limits are passed over; they are not if not given.
    #[custom]
    pub force: Option<bool>,
    /// Whether it is accepted at once; if not given, it stays pending.
    #[custom]
    pub auto_accept: Option<bool>,
}

fn write_one(operation: &IssueOneCommission, request: &mut Encoder) -> Result<(), EncodeError> {
    let pair = |provision: &ProjectProvision| {
        let ProjectProvision { project, resource, quantity } = provision.clone();
        mk_provisions(operation.holder.clone(), project, resource, quantity)
    };
    let provisions = operation.provisions.iter().flat_map(pair).collect();
    let IssueOneCommission { name, force, auto_accept, .. } = operation;
    write_commission(request, name.as_ref(), *force, *auto_accept, provisions)
}

/// Issues a commission that moves quantities of one user from project to project.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.issue_resource_reassignment", POST "commissions", output = CommissionSerial)]
#[operation(part = "account", read = read_serial, write = write_reassignment)]
pub struct IssueResourceReassignment {
    /// The user.
    #[custom]
    pub holder: UserId,
    /// What moves where.
    #[custom]
    pub provisions: Vec<Reassignment>,
    /// A name, to recognise it by; empty if not given.
    #[custom]
    pub name: Option<String>,
    /// Whether limits are passed over; they are not if not given.
    #[custom]
    pub force: Option<bool>,
    /// Whether it is accepted at once; if not given, it stays pending.
    #[custom]
    pub auto_accept: Option<bool>,
}

fn write_reassignment(
    operation: &IssueResourceReassignment,
    request: &mut Encoder,
) -> Result<(), EncodeError> {
    let mut provisions = Vec::with_capacity(operation.provisions.len() * 4);
    for Reassignment { from, to, resource, quantity } in operation.provisions.clone() {
        let Some(relief) = quantity.checked_neg() else {
            let reason = format!("{quantity} cannot be turned round");
            return Err(EncodeError::Refused { name: "provisions", reason });
        };
        provisions.extend(mk_provisions(operation.holder.clone(), from, resource.clone(), relief));
        provisions.extend(mk_provisions(operation.holder.clone(), to, resource, quantity));
    }
    let IssueResourceReassignment { name, force, auto_accept, .. } = operation;
    write_commission(request, name.as_ref(), *force, *auto_accept, provisions)
}

/// The pair of provisions that charges a user and the project that the quantity comes from.
pub fn mk_provisions(
    holder: impl Into<UserId>,
    source: impl Into<ProjectId>,
    resource: impl Into<ResourceName>,
    quantity: i64,
) -> [Provision; 2] {
    let user = UserProvision::new(holder, source, resource, quantity);
    let project = ProjectProvision::new(user.project.clone(), user.resource.clone(), quantity);
    [Provision::of_user(&user), Provision::of_project(&project)]
}

fn write_commission(
    request: &mut Encoder,
    name: Option<&String>,
    force: Option<bool>,
    auto_accept: Option<bool>,
    provisions: Vec<Provision>,
) -> Result<(), EncodeError> {
    // The server wants every field.
    let commission = Commission {
        force: force.unwrap_or_default(),
        auto_accept: auto_accept.unwrap_or_default(),
        name: name.cloned().unwrap_or_default(),
        provisions,
    };
    request.json_body("commission", &commission)
}

fn read_serial(answer: &Answer) -> Result<CommissionSerial, ReadError> {
    #[derive(Deserialize)]
    struct Issued {
        serial: CommissionSerial,
    }

    json::<Issued>(answer).map(|issued| issued.serial)
}

/// Lists the serials of the service's pending commissions.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_pending_commissions", GET "commissions", output = Vec<CommissionSerial>)]
#[operation(part = "account")]
pub struct GetPendingCommissions {}

/// Gets a pending commission. One that is not pending is not found (404).
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_commission_info", GET "commissions/{serial}", output = CommissionInfo)]
#[operation(part = "account")]
pub struct GetCommissionInfo {
    /// The commission's serial.
    #[segment]
    pub serial: CommissionSerial,
}

/// Accepts or rejects a pending commission.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.commission_action", POST "commissions/{serial}/action", output = ())]
#[operation(part = "account", write = write_action)]
pub struct ActOnCommission {
    /// The commission's serial.
    #[segment]
    pub serial: CommissionSerial,
    /// What is done with it.
    #[custom]
    pub action: CommissionAction,
}

fn write_action(operation: &ActOnCommission, request: &mut Encoder) -> Result<(), EncodeError> {
    super::action::write(request, operation.action.as_str(), &"")
}

/// Accepts and rejects pending commissions together.
///
/// Those that could not be resolved are in the answer, with the reason.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.resolve_commissions", POST "commissions/action", output = ResolvedCommissions)]
#[operation(part = "account")]
pub struct ResolveCommissions {
    /// The serials of those to accept.
    #[json = "accept"]
    pub accept_serials: Vec<CommissionSerial>,
    /// The serials of those to reject.
    #[json = "reject"]
    pub reject_serials: Vec<CommissionSerial>,
}
