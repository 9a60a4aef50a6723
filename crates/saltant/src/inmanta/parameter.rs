use saltant_http::Call;

use super::GetParam;

/// Parameters of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Parameters<'c> {
    /// Looks for a parameter, or for a fact of a resource. That there is none is an outcome, not an error.
    ///
    /// ```no_run
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient) -> Result<(), saltant::Error> {
    /// use saltant::inmanta::{GetParam, ParamLookup};
    ///
    /// let fact = GetParam::new("address").resource_id("std::Host[agent1,name=web1]");
    /// match environment.parameters().get_param(fact).await? {
    ///     ParamLookup::Found(param) => println!("{}", param.value),
    ///     ParamLookup::Requested => println!("its agent has been asked: look again later"),
    ///     _ => println!("there is none"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_param(self, operation: GetParam) -> Call<'c, GetParam> {
        self.0.call(operation)
    }
}
