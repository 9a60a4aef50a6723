use saltant_types::inmanta::ApiDocsFormat;
use saltant_types::{Map, Secret, Value};

use crate::answer::{Answer, ReadError, decode};
use crate::operation::Service as _;
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Asks whether the server is healthy.
///
/// No credential is sent: a bad one would make the server refuse the request.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.health", GET "api/v2/health", auth = None)]
pub struct CheckHealth {}

/// Gets the description of the API: a JSON object for `openapi`, otherwise the text of an HTML page.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_api_docs")]
#[operation("inmanta.get_api_docs", GET "api/v2/docs", output = Value, read = docs)]
#[operation(write = Self::write_token)]
pub struct GetApiDocs {
    /// The format; an HTML page by default.
    #[query]
    pub format: Option<ApiDocsFormat>,
    /// A token, for a browser that cannot send it in a header. It then stands in the address: do not use it
    /// otherwise.
    #[custom]
    pub token: Option<Secret>,
}

impl GetApiDocs {
    /// A `Secret` has no `Display`, so the derive cannot write it into an address.
    #[allow(clippy::unnecessary_wraps)] // other writers can fail
    fn write_token(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        if let Some(token) = &self.token {
            request.query("token", &token.expose());
        }
        Ok(())
    }
}

fn docs(answer: &Answer) -> Result<Value, ReadError> {
    if decode::is_page(answer.headers(), answer.body()) {
        return Ok(Value::String(String::from_utf8_lossy(answer.body()).into_owned()));
    }
    super::Inmanta::read(answer)
}

/// Runs a GraphQL query: gives `data`, `errors` and `extensions`.
///
/// The errors of a query are in `errors`. It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.graphql", POST "api/v2/graphql", output = Value, effect = Safe)]
pub struct QueryGraphql {
    /// The query. To a text that is not GraphQL the server answers with an empty page.
    #[json]
    pub query: String,
}

/// Gets the schema of the GraphQL queries.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.graphql_schema", GET "api/v2/graphql/schema", output = Map<String, Value>)]
pub struct GetGraphqlSchema {}
