use saltant_http::Call;

use super::{
    AgentName, DeleteParam, EnvironmentClient, GetParam, GetParameter, GetParameters, ListParams, ResourceId,
    SetParam, SetParameter, SetParameters,
};

/// Parameters of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Parameters<'c> {
    /// Deletes a parameter, or a fact of a resource, by version 1 of the API.
    pub fn delete_param(self, operation: DeleteParam) -> Call<'c, DeleteParam> {
        self.0.http().call(operation)
    }

    /// Looks for a parameter, or for a fact of a resource.
    ///
    /// That there is none is an outcome, not an error.
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
        self.0.http().call(operation)
    }

    /// Tells an agent to read the facts of a resource.
    pub fn get_parameter(
        self,
        agent: impl Into<AgentName>,
        resource_id: impl Into<ResourceId>,
    ) -> Call<'c, GetParameter> {
        self.0.http().call(GetParameter::new(agent, resource_id))
    }

    /// Lists parameters and facts, by version 1 of the API.
    pub fn list_params(self, operation: ListParams) -> Call<'c, ListParams> {
        self.0.http().call(operation)
    }

    /// Sets a parameter, or a fact of a resource, by version 1 of the API.
    pub fn set_param(self, operation: SetParam) -> Call<'c, SetParam> {
        self.0.http().call(operation)
    }

    /// Sets parameters and facts, as an agent does.
    pub fn set_parameters(self, operation: SetParameters) -> Call<'c, SetParameters> {
        self.0.http().call(operation)
    }

    /// Lists the parameters of an environment.
    pub fn get_parameters(self, operation: GetParameters) -> Call<'c, GetParameters> {
        self.0.http().call(operation)
    }

    /// Sets a parameter.
    pub fn set_parameter(self, operation: SetParameter) -> Call<'c, SetParameter> {
        self.0.http().call(operation)
    }
}
