use saltant_types::inmanta::{EnvironmentId, Param, ParamLookup, ResourceId};
use serde::Deserialize;

use crate::decode::{Answer, is_page, json};
use crate::{Operation, ReadError};

/// Looks for a parameter, or for a fact of a resource.
///
/// A fact that is not there is asked from the resource's agent, so that looking again later may find it.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_param", GET "api/v1/parameter/{id}", output = ParamLookup)]
#[operation(status = [200, 404, 410, 503], outcome = is_lookup, read = lookup)]
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
    #[derive(Deserialize)]
    struct Answered {
        parameter: Box<Param>,
    }

    match answer.status().as_u16() {
        404 => Ok(ParamLookup::NotFound),
        410 => Ok(ParamLookup::Expired),
        503 => Ok(ParamLookup::Requested),
        _ => json::<Answered>(answer).map(|answered| ParamLookup::Found(answered.parameter)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

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
