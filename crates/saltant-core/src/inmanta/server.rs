use saltant_types::inmanta::ApiDocsFormat;
use saltant_types::{Map, Secret, Value};

use crate::answer::{Answer, decode};
use crate::answer::ReadError;
use crate::operation::{Service as _};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Asks whether the server works.
///
/// It goes without a credential, because a bad one would make the server refuse the question.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.health", GET "api/v2/health", output = (), auth = None)]
pub struct Health {}

/// Gets the description of the API: a JSON object for `openapi`, the text of a page for people otherwise.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_api_docs", GET "api/v2/docs", output = Value, read = docs)]
#[operation(write = Self::write_token)]
pub struct GetApiDocs {
    /// The form; by default a page for people.
    #[query]
    pub format: Option<ApiDocsFormat>,
    /// A token, for a browser, which cannot send it in a header. It then stands in the address: do not use it
    /// elsewhere.
    #[custom]
    pub token: Option<Secret>,
}

impl GetApiDocs {
    /// A secret is never shown, so it goes into an address by name only.
    #[allow(clippy::unnecessary_wraps)] // what writes a request may fail, in general
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

/// Asks a GraphQL query: gives `data`, `errors` and `extensions`.
///
/// A query that fails is in `errors`. It only reads, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.graphql", POST "api/v2/graphql", output = Value, effect = Safe)]
pub struct Graphql {
    /// The query. One that is no GraphQL is answered with an empty page.
    #[json]
    pub query: String,
}

/// Gets the schema of the GraphQL queries.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.graphql_schema", GET "api/v2/graphql/schema", output = Map<String, Value>)]
pub struct GraphqlSchema {}
