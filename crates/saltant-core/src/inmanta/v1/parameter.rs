use saltant_types::inmanta::v1::{Parameter, ParameterList, ParameterLookup, ParameterToSet};
use saltant_types::inmanta::{ParameterSource, ResourceId, SessionId};
use saltant_types::{Map, Settable, Value};

use crate::answer::decode::is_page;
use crate::answer::{Answer, ReadError, decode};
use crate::operations::Operation;

/// Looks up a parameter, or a fact of a resource.
///
/// If a fact is not there, the server asks the resource's agent for it, so that a later request may find it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_param")]
#[operation("inmanta.v1.get_param", GET "api/v1/parameter/{id}", output = ParameterLookup, namespaced)]
#[operation(outcome = is_lookup, read = lookup)]
pub struct GetParameter {
    /// The parameter's name.
    #[segment]
    pub id: String,
    /// The resource, if it is a fact.
    #[query]
    pub resource_id: Option<ResourceId>,
}

/// Distinguishes the operation's own 404, 410 and 503 from all others: an environment that does not exist, a
/// proxy whose server is away, a server that shuts down.
fn is_lookup(answer: &Answer) -> bool {
    if is_page(answer.headers(), answer.body()) {
        return false;
    }
    let message = super::super::errors::read(answer).message;
    match answer.status().as_u16() {
        // The handlers of version 1 have texts of their own; this one comes from the layer before them.
        404 | 410 => !message.starts_with("Request or referenced resource does not exist"),
        503 => message.starts_with("Agents queried"),
        _ => false,
    }
}

fn lookup(answer: &Answer) -> Result<ParameterLookup, ReadError> {
    match answer.status().as_u16() {
        404 => Ok(ParameterLookup::NotFound),
        410 => Ok(ParameterLookup::Expired),
        503 => Ok(ParameterLookup::Requested),
        _ => decode::json_key(answer, "parameter").map(ParameterLookup::Found),
    }
}

/// Sets a parameter, or a fact of a resource.
///
/// The server answers 400 to a parameter that expires: only facts can.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "set_param")]
#[operation("inmanta.v1.set_param", PUT "api/v1/parameter/{id}", output = Parameter, key = "parameter")]
#[operation(namespaced)]
pub struct SetParameter {
    /// The parameter's name.
    #[segment]
    pub id: String,
    /// Where the value comes from.
    #[json]
    pub source: ParameterSource,
    /// The value.
    #[json]
    pub value: String,
    /// The resource, if it is a fact.
    #[json]
    pub resource_id: Option<ResourceId>,
    /// Metadata of the value.
    #[json]
    pub metadata: Option<Map<String, Value>>,
    /// Whether a change starts a compile; the server's default is false.
    #[json]
    pub recompile: Option<bool>,
    /// Whether the value of a fact expires and is then read again. Null keeps it as it is.
    #[json]
    pub expires: Settable<bool>,
}

/// Deletes a parameter, or a fact of a resource.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "delete_param")]
#[operation("inmanta.v1.delete_param", DELETE "api/v1/parameter/{id}", namespaced)]
pub struct DeleteParameter {
    /// The parameter's name.
    #[segment]
    pub id: String,
    /// The resource, if it is a fact.
    #[query]
    pub resource_id: Option<ResourceId>,
}

/// Lists parameters and facts.
///
/// It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_params")]
#[operation("inmanta.v1.list_params", POST "api/v1/parameter", output = ParameterList, namespaced, effect = Safe)]
pub struct ListParameters {
    /// Only those whose metadata has these values.
    #[json]
    pub query: Option<Map<String, Value>>,
}

/// Sets parameters and facts, as an agent does. The server answers 500 to a parameter without a source.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "set_parameters")]
#[operation("inmanta.v1.set_parameters", PUT "api/v1/parameters", namespaced)]
pub struct SetParameters {
    /// The parameters and facts.
    #[json]
    pub parameters: Vec<ParameterToSet>,
    /// The agent's session, which has to be alive. The server requires this argument but does not declare it.
    #[json]
    pub sid: Option<SessionId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Error;

    fn look(status: u16, kind: &str, body: &'static str) -> Result<ParameterLookup, Error> {
        let answer = http::Response::builder().status(status).header("content-type", kind).body(body.into());
        GetParameter::new("p").read(&answer.unwrap())
    }

    #[test]
    fn the_four_statuses_are_outcomes_and_no_others() {
        let json = "application/json";
        assert_eq!(look(404, json, "").unwrap(), ParameterLookup::NotFound);
        assert_eq!(look(410, json, "").unwrap(), ParameterLookup::Expired);
        let asked = r#"{"message": "Agents queried for resource parameter."}"#;
        assert_eq!(look(503, json, asked).unwrap(), ParameterLookup::Requested);
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
