use std::collections::BTreeMap;

use saltant_types::inmanta::{
    EnvironmentId, PageLink, PageableResult, Param, ParamList, ParamLookup, ParamToSet, Parameter,
    ParameterColumn, ParameterId, ParameterSource, ResourceId, SessionId,
};
use saltant_types::{Map, Value};

use super::paging::linked_pages;
use super::{ParameterFilter, Sort, keyed};
use crate::answer::{Answer, decode};
use crate::answer::decode::is_page;
use crate::answer::ReadError;
use crate::operations::Operation;

/// Looks for a parameter, or for a fact of a resource.
///
/// A fact that is not there is asked from the resource's agent, so that looking again later may find it.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_param", GET "api/v1/parameter/{id}", output = ParamLookup)]
#[operation(outcome = is_lookup, read = lookup)]
pub struct GetParam {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The parameter's name.
    #[segment]
    pub id: String,
    /// The resource that it is a fact of.
    #[query]
    pub resource_id: Option<ResourceId>,
}

/// Tells the operation's own 404, 410 and 503 from all others: an environment that does not exist, a proxy
/// whose server is away, a server that shuts down.
fn is_lookup(answer: &Answer) -> bool {
    if is_page(answer.headers(), answer.body()) {
        return false;
    }
    let message = super::errors::read(answer).message;
    match answer.status().as_u16() {
        // The handlers of version 1 write texts of their own; this one comes from in front of them.
        404 | 410 => !message.starts_with("Request or referenced resource does not exist"),
        503 => message.starts_with("Agents queried"),
        _ => false,
    }
}

fn lookup(answer: &Answer) -> Result<ParamLookup, ReadError> {
    match answer.status().as_u16() {
        404 => Ok(ParamLookup::NotFound),
        410 => Ok(ParamLookup::Expired),
        503 => Ok(ParamLookup::Requested),
        _ => keyed::parameter(answer).map(ParamLookup::Found),
    }
}

/// Sets a parameter, or a fact of a resource, by version 1 of the API.
///
/// A parameter cannot expire: that is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.set_param", PUT "api/v1/parameter/{id}", output = Param, read = keyed::parameter)]
pub struct SetParam {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The parameter's name.
    #[segment]
    pub id: String,
    /// Where the value comes from.
    #[json]
    pub source: ParameterSource,
    /// The value.
    #[json]
    pub value: String,
    /// The resource that it is a fact of.
    #[json]
    pub resource_id: Option<ResourceId>,
    /// What is stored beside the value.
    #[json]
    pub metadata: Option<Map<String, Value>>,
    /// Whether a change starts a compile; the server's default is false.
    #[json]
    pub recompile: Option<bool>,
    /// Whether the value of a fact is asked for anew after a while.
    #[json]
    pub expires: Option<bool>,
}

/// Deletes a parameter, or a fact of a resource, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.delete_param", DELETE "api/v1/parameter/{id}", output = ())]
pub struct DeleteParam {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The parameter's name.
    #[segment]
    pub id: String,
    /// The resource that it is a fact of.
    #[query]
    pub resource_id: Option<ResourceId>,
}

/// Lists parameters and facts, by version 1 of the API.
///
/// It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.list_params", POST "api/v1/parameter", output = ParamList, read = decode::json)]
#[operation(effect = Safe)]
pub struct ListParams {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Keeps those that have these values stored beside them.
    #[json]
    pub query: Option<Map<String, Value>>,
}

/// Sets parameters and facts, as an agent does. A parameter without its source is a 500.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.set_parameters", PUT "api/v1/parameters", output = ())]
pub struct SetParameters {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The parameters and facts.
    #[json]
    pub parameters: Vec<ParamToSet>,
    /// The agent's session, which has to be alive. The server does not declare this argument and cannot do
    /// without it.
    #[json]
    pub sid: Option<SessionId>,
}

/// Sets a parameter.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.set_parameter", PUT "api/v2/parameters/{name}", output = Parameter)]
pub struct SetParameter {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The parameter's name.
    #[segment]
    pub name: String,
    /// Where the value comes from.
    #[json]
    pub source: ParameterSource,
    /// The value.
    #[json]
    pub value: String,
    /// What is stored beside the value: texts by name.
    #[json]
    pub metadata: Option<BTreeMap<String, String>>,
    /// Whether a change starts a compile; the server's default is false.
    #[json]
    pub recompile: Option<bool>,
}

/// Lists the parameters of an environment.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_parameters", GET "api/v2/parameters")]
#[operation(output = PageableResult<Parameter>, read = decode::json)]
pub struct GetParameters {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Parameters on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// With `start`: only after this parameter, among those that are equal in the sort column.
    #[query]
    pub first_id: Option<ParameterId>,
    /// With `end`: only before this parameter, among those that are equal in the sort column.
    #[query]
    pub last_id: Option<ParameterId>,
    /// Only above this value of the sort column.
    #[query]
    pub start: Option<String>,
    /// Only below this value of the sort column. Not together with `start`.
    #[query]
    pub end: Option<String>,
    /// Keeps the parameters that match.
    #[query(flatten)]
    pub filter: ParameterFilter,
    /// The order; the server's default is `name.asc`.
    #[query]
    pub sort: Option<Sort<ParameterColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(GetParameters, Parameter, identity = |parameter| parameter.id.get().as_u128());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Error;

    fn look(status: u16, kind: &str, body: &'static str) -> Result<ParamLookup, Error> {
        let answer = http::Response::builder().status(status).header("content-type", kind).body(body.into());
        GetParam::new("p").read(&answer.unwrap())
    }

    #[test]
    fn the_four_statuses_are_outcomes_and_no_others() {
        let json = "application/json";
        assert_eq!(look(404, json, "").unwrap(), ParamLookup::NotFound);
        assert_eq!(look(410, json, "").unwrap(), ParamLookup::Expired);
        let asked = r#"{"message": "Agents queried for resource parameter."}"#;
        assert_eq!(look(503, json, asked).unwrap(), ParamLookup::Requested);
        let found = r#"{"parameter": {"value": "v", "resource_id": "", "updated": null, "metadata": null, "name": "p",
            "id": "9dd45871-df03-4c4f-9f8c-a345d7327b98", "environment": "174eb0e7-66c6-4768-9455-9a5c43e3c17c",
            "source": "user", "expires": false}}"#;
        assert_eq!(look(200, json, found).unwrap().found().unwrap().value, "v");

        let elsewhere = r#"{"message": "Request or referenced resource does not exist: The given environment id does not exist!"}"#;
        let elsewhere = look(404, json, elsewhere).unwrap_err();
        assert!(elsewhere.is_not_found(), "{elsewhere}");
        assert!(look(404, "text/html", "").unwrap_err().status().is_some());
        assert!(look(503, "text/html", "<h1>away</h1>").unwrap_err().is_transient());
        let closing = r#"{"message": "Can not complete this request as a shutdown is on progress"}"#;
        assert!(look(503, json, closing).unwrap_err().is_transient());
        assert!(look(400, json, "").unwrap_err().is_invalid());
    }
}
