use saltant_core::inmanta::{ListParameters, SetParameter, v1};
use saltant_macros::calls;

use super::EnvironmentClient;

/// Parameters of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Parameters<'c> via self.0 {
    list(ListParameters);
    set(SetParameter);
    set_many(v1::SetParameters);
    /// That there is none is an outcome, not an error.
    ///
    /// ```no_run
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient) -> Result<(), saltant::Error> {
    /// use saltant::inmanta::v1::ParameterLookup;
    ///
    /// let fact = environment.parameters().get("address");
    /// match fact.arguments(|get| get.resource_id("std::Host[agent1,name=web1]")).await? {
    ///     ParameterLookup::Found(parameter) => println!("{}", parameter.value),
    ///     ParameterLookup::Requested => println!("its agent has been asked: look it up again later"),
    ///     _ => println!("there is none"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    get(id: String) -> v1::GetParameter;
    /// The method `arguments` of the call names the resource of a fact.
    delete(id: String) -> v1::DeleteParameter;
} }
