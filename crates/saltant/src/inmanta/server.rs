use saltant_http::Call;

use super::{GetApiDocs, Graphql, GraphqlSchema, Health};

/// What a server says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Server<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Server<'c> {
    /// Gets the description of the API: a JSON object for `openapi`, the text of a page for people otherwise.
    pub fn get_api_docs(self, operation: GetApiDocs) -> Call<'c, GetApiDocs> {
        self.0.call(operation)
    }

    /// Asks a GraphQL query: gives `data`, `errors` and `extensions`.
    pub fn graphql(self, query: impl Into<String>) -> Call<'c, Graphql> {
        self.0.call(Graphql::new(query))
    }

    /// Gets the schema of the GraphQL queries.
    pub fn graphql_schema(self) -> Call<'c, GraphqlSchema> {
        self.0.call(GraphqlSchema::new())
    }

    /// Asks whether the server works.
    pub fn health(self) -> Call<'c, Health> {
        self.0.call(Health::new())
    }
}
