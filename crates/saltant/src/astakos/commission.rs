use saltant_http::Call;

use super::{
    ActOnCommission, Commission, CommissionAction, CommissionSerial, GetCommissionInfo,
    GetPendingCommissions, IssueCommission, IssueCommissionGeneric, IssueOneCommission,
    IssueResourceReassignment, ProjectId, Provision, Public, ResolveCommissions, ResourceName, Service,
    UserId,
};

/// Commissions: charging users and projects in two steps, of which the second settles the first.
///
/// A request that issues one is never sent twice behind the program's back.
impl Service {
    /// Issues a commission that charges users and projects, each by itself.
    pub fn issue_commission_generic(
        &self,
        operation: IssueCommissionGeneric,
    ) -> Call<'_, IssueCommissionGeneric> {
        self.call(operation)
    }

    /// Issues a commission that charges one user and, for each quantity, the project that it comes from.
    ///
    /// ```no_run
    /// # async fn run(service: saltant::astakos::Service) -> Result<(), saltant::Error> {
    /// use saltant::astakos::{IssueOneCommission, ProjectProvision, quota_fault};
    ///
    /// let vm = ProjectProvision::new("c02f315b-7d84-45bc-a383-552a3f97d2ad", "cyclades.vm", 1);
    /// let charge = IssueOneCommission::new("73917abc-abcd-477e-a1f1-1763abcdefab", [vm]);
    /// match service.issue_one_commission(charge).await {
    ///     Ok(serial) => service.accept_commission(serial).await?,
    ///     Err(error) => match quota_fault(&error) {
    ///         Some(quota) => println!("{} asked for, {:?} left", quota.requested(), quota.available()),
    ///         None => return Err(error),
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn issue_one_commission(&self, operation: IssueOneCommission) -> Call<'_, IssueOneCommission> {
        self.call(operation)
    }

    /// Issues a commission that moves quantities of one user from project to project.
    pub fn issue_resource_reassignment(
        &self,
        operation: IssueResourceReassignment,
    ) -> Call<'_, IssueResourceReassignment> {
        self.call(operation)
    }

    /// Issues a commission, as it is given.
    pub fn issue_commission(&self, request: Commission) -> Call<'_, IssueCommission> {
        self.call(IssueCommission::new(request))
    }

    /// Lists the serials of the service's pending commissions.
    pub fn get_pending_commissions(&self) -> Call<'_, GetPendingCommissions> {
        self.call(GetPendingCommissions::new())
    }

    /// Gets a pending commission.
    pub fn get_commission_info(&self, serial: impl Into<CommissionSerial>) -> Call<'_, GetCommissionInfo> {
        self.call(GetCommissionInfo::new(serial))
    }

    /// Accepts or rejects a pending commission.
    pub fn commission_action(
        &self,
        serial: impl Into<CommissionSerial>,
        action: impl Into<CommissionAction>,
    ) -> Call<'_, ActOnCommission> {
        self.call(ActOnCommission::new(serial, action))
    }

    /// Accepts a pending commission.
    pub fn accept_commission(&self, serial: impl Into<CommissionSerial>) -> Call<'_, ActOnCommission> {
        self.commission_action(serial, CommissionAction::Accept)
    }

    /// Rejects a pending commission.
    pub fn reject_commission(&self, serial: impl Into<CommissionSerial>) -> Call<'_, ActOnCommission> {
        self.commission_action(serial, CommissionAction::Reject)
    }

    /// Accepts and rejects pending commissions together. Those that failed are in the answer.
    pub fn resolve_commissions(
        &self,
        accept_serials: impl IntoIterator<Item = impl Into<CommissionSerial>>,
        reject_serials: impl IntoIterator<Item = impl Into<CommissionSerial>>,
    ) -> Call<'_, ResolveCommissions> {
        self.call(ResolveCommissions::new(accept_serials, reject_serials))
    }
}

impl Public {
    /// The pair of provisions that charges a user and the project that the quantity comes from; nothing is
    /// sent.
    pub fn mk_provisions(
        holder: impl Into<UserId>,
        source: impl Into<ProjectId>,
        resource: impl Into<ResourceName>,
        quantity: i64,
    ) -> [Provision; 2] {
        super::mk_provisions(holder, source, resource, quantity)
    }
}
