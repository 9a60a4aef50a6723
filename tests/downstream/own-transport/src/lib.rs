//! A saltant client over `ureq`, a blocking HTTP library: operations and rules come from `saltant-core`,
//! sending is done here. There is no async runtime in the tree.

use saltant_core::http;
use saltant_core::saltant::StaticToken;
use saltant_core::{BaseUrl, Body, Bytes, Credential as _, Error, ErrorKind, Operation, Paged};

/// Sends operations of saltant, one at a time.
#[derive(Debug)]
pub struct BlockingClient {
    base: BaseUrl,
    token: StaticToken,
    agent: ureq::Agent,
}

impl BlockingClient {
    /// A client from the address of the API and a user's token.
    pub fn new(base_url: &str, token: &str) -> Result<Self, Error> {
        let config = ureq::Agent::config_builder()
            // The body of an error is needed, and a redirect must not take the token to another server.
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(std::time::Duration::from_secs(60)))
            .build();
        Ok(Self { base: base_url.parse()?, token: StaticToken::new(token), agent: config.into() })
    }

    /// Sends an operation and reads its answer.
    pub fn call<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        let mut request = operation.to_request(&self.base)?;
        self.token.apply(operation.metadata().auth, request.headers_mut())?;
        let answer = self.send(request).map_err(|error| error.with_operation(operation.metadata().name))?;
        operation.read(&answer)
    }

    /// All items of a list, page after page.
    pub fn all<O: Paged>(&self, first: O) -> Result<Vec<O::Item>, Error> {
        let mut items = Vec::new();
        let mut next = Some(first.for_all());
        while let Some(operation) = next {
            let page = self.call(&operation)?;
            next = operation.next(&page);
            items.extend(O::items(page));
        }
        Ok(items)
    }

    fn send(&self, request: http::Request<Body>) -> Result<http::Response<Bytes>, Error> {
        let failed = |error: ureq::Error| Error::new(ErrorKind::Transport, error.to_string());
        let request = request.map(|body| body.as_bytes().cloned().unwrap_or_default().to_vec());
        let (head, mut body) = self.agent.run(request).map_err(failed)?.into_parts();
        let bytes = body.with_config().limit(16 << 20).read_to_vec().map_err(failed)?;
        Ok(http::Response::from_parts(head, bytes.into()))
    }
}
