use saltant_http::Call;
use saltant_macros::calls;

use super::{
    ActOnCommission, Commission, CommissionAction, CommissionSerial, GetCommission, IssueCommission,
    IssueGenericCommission, IssueOneCommission, IssueResourceReassignment, ListPendingCommissions,
    ResolveCommissions, v015,
};

/// Commissions: charging users and projects in two steps. The first reserves, the second accepts or rejects.
///
/// All calls take a service's token.
/// A request that issues one is never sent twice without the program's knowledge.
#[derive(Clone, Copy, Debug)]
pub struct Commissions<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Commissions<'c> via self.0 {
    issue(request: Commission) -> IssueCommission;
    issue_generic(IssueGenericCommission);
    /// ```no_run
    /// # async fn run(client: saltant::astakos::Client) -> Result<(), saltant::Error> {
    /// use saltant::astakos::{IssueOneCommission, ProjectProvision, quota_fault};
    ///
    /// let vm = ProjectProvision::new("c02f315b-7d84-45bc-a383-552a3f97d2ad", "cyclades.vm", 1);
    /// let charge = IssueOneCommission::new("73917abc-abcd-477e-a1f1-1763abcdefab", [vm]);
    /// match client.commissions().issue_one(charge).await {
    ///     Ok(serial) => client.commissions().accept(serial).await?,
    ///     Err(error) => match quota_fault(&error) {
    ///         Some(quota) => println!("{} asked for, {:?} left", quota.requested(), quota.available()),
    ///         None => return Err(error),
    ///     },
    /// }
    /// # Ok(())
    /// # }
    /// ```
    issue_one(IssueOneCommission);
    issue_one_v015(v015::IssueOneCommission);
    issue_reassignment(IssueResourceReassignment);
    list_pending() -> ListPendingCommissions;
    get(serial: CommissionSerial) -> GetCommission;
    act(serial: CommissionSerial, action: CommissionAction) -> ActOnCommission;
    resolve(ResolveCommissions);
} }

impl<'c> Commissions<'c> {
    /// Accepts a pending commission: its quantities become usage.
    #[doc(alias = "accept_commission")]
    pub fn accept(self, serial: impl Into<CommissionSerial>) -> Call<'c, ActOnCommission> {
        self.act(serial, CommissionAction::Accept)
    }

    /// Rejects a pending commission: its quantities are released.
    #[doc(alias = "reject_commission")]
    pub fn reject(self, serial: impl Into<CommissionSerial>) -> Call<'c, ActOnCommission> {
        self.act(serial, CommissionAction::Reject)
    }
}
