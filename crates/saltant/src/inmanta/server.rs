use saltant_core::inmanta::{CheckHealth, GetApiDocs, GetGraphqlSchema, QueryGraphql, v1};
use saltant_macros::calls;

/// Information about a server.
#[derive(Clone, Copy, Debug)]
pub struct Server<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Server<'c> via self.0 {
    health() -> CheckHealth;
    status() -> v1::GetServerStatus;
    api_docs(GetApiDocs);
    graphql(query: String) -> QueryGraphql;
    graphql_schema() -> GetGraphqlSchema;
} }
