use saltant_core::vantage6::{GetRule, ListRules};
use saltant_macros::calls;
use saltant_types::vantage6::RuleId;

/// Rules of a server.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'c>(pub(super) &'c saltant_http::Client);

calls! { vantage6, impl<'c> Rules<'c> via self.0 {
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::{ListRules, RuleOperation};
    ///
    /// let viewing = ListRules::new().name("task").operation(RuleOperation::View);
    /// let rules = client.rules().list(viewing).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    list(ListRules);
    get(id: RuleId) -> GetRule;
} }
