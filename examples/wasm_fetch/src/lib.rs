//! A client of saltant in a browser: operations and rules come from `saltant-core`, and `fetch` sends the requests.
//!
//! `cargo build -p example-wasm-fetch --target wasm32-unknown-unknown` builds it. The page has to be on the
//! server's own origin, or the server has to allow the page's origin (CORS).
#![cfg(target_arch = "wasm32")]

use js_sys::{Reflect, Uint8Array};
use saltant_core::saltant::StaticToken;
use saltant_core::{BaseUrl, Body, Bytes, Credential as _, Error, ErrorKind, Operation, Paged, http};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestInit, Response};

/// Sends operations of saltant.
#[derive(Debug)]
pub struct FetchClient {
    base: BaseUrl,
    token: StaticToken,
}

impl FetchClient {
    /// A client from the address of the API and a user's token.
    pub fn new(base_url: &str, token: &str) -> Result<Self, Error> {
        Ok(Self { base: base_url.parse()?, token: StaticToken::new(token) })
    }

    /// Sends an operation and reads its answer.
    pub async fn call<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        let mut request = operation.to_request(&self.base)?;
        self.token.apply(operation.metadata().auth, request.headers_mut())?;
        // Whether the request has arrived is not known: `fetch` does not say how far it came.
        let failed = |value: JsValue| {
            let text = value.as_string().unwrap_or_else(|| message(&value));
            Error::new(ErrorKind::Transport, text).with_operation(operation.metadata().name)
        };
        let answer = send(&request).await.map_err(failed)?;
        operation.read(&answer)
    }

    /// All items of a list, page after page.
    pub async fn all<O: Paged>(&self, first: O) -> Result<Vec<O::Item>, Error> {
        let mut items = Vec::new();
        let mut next = Some(first.for_all());
        while let Some(operation) = next {
            let page = self.call(&operation).await?;
            next = operation.next(&page);
            items.extend(O::items(page));
        }
        Ok(items)
    }
}

async fn send(request: &http::Request<Body>) -> Result<http::Response<Bytes>, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method().as_str());
    if let Some(bytes) = request.body().as_bytes().filter(|bytes| !bytes.is_empty()) {
        init.set_body(&Uint8Array::from(&bytes[..]));
    }
    let sent = Request::new_with_str_and_init(&request.uri().to_string(), &init)?;
    for (name, value) in request.headers() {
        // The browser sets some headers itself, and ignores these here.
        sent.headers().set(name.as_str(), value.to_str().unwrap_or_default())?;
    }
    let window = web_sys::window().ok_or("there is no window")?;
    let response: Response = JsFuture::from(window.fetch_with_request(&sent)).await?.dyn_into()?;
    let content = JsFuture::from(response.array_buffer()?).await?;

    let mut answer = http::Response::builder().status(response.status());
    for name in ["content-type", "retry-after"] {
        if let Some(value) = response.headers().get(name)? {
            answer = answer.header(name, value);
        }
    }
    let bytes = Bytes::from(Uint8Array::new(&content).to_vec());
    answer.body(bytes).map_err(|error| JsValue::from(error.to_string()))
}

/// The text of an exception.
fn message(value: &JsValue) -> String {
    let text = Reflect::get(value, &"message".into()).ok().and_then(|text| text.as_string());
    text.unwrap_or_else(|| "the request failed".to_owned())
}
