use saltant_http::Call;
use saltant_types::vantage6::RuleId;

use super::{GetRule, ListRules};

/// Rules of a server.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Rules<'c> {
    /// Lists rules.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), saltant::Error> {
    /// use saltant::vantage6::{ListRules, RuleOperation};
    ///
    /// let viewing = ListRules::new().name("task").operation(RuleOperation::View);
    /// let rules = client.rules().list(viewing).items().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(self, operation: ListRules) -> Call<'c, ListRules> {
        self.0.call(operation)
    }

    /// Gets the rule with an id.
    pub fn get(self, id: impl Into<RuleId>) -> Call<'c, GetRule> {
        self.0.call(GetRule::new(id))
    }
}
