use std::fmt;
use std::marker::PhantomData;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;

use crate::answer::{Answer, ReadError};
use crate::metadata::Metadata;
use crate::operation::{Operation, Service};
use crate::request::text::ConstText;
use crate::request::{Body, EncodeError, Encoder};

/// A request of any method to any path of a service, for what no operation covers.
///
/// It is sent like any other operation, with the client's credential, retry rule and errors. Its output is
/// the whole answer: status, headers and bytes.
///
/// ```
/// # #[cfg(feature = "saltant")] {
/// use http::Method;
/// use saltant_core::saltant::Saltant;
/// use saltant_core::{Operation, RawRequest};
///
/// let request = RawRequest::<Saltant>::new(Method::GET, "taskqueues/").query("name", "a b");
/// let request = request.to_request(&"https://example.org/api".parse()?)?;
/// assert_eq!(request.uri(), "https://example.org/api/taskqueues/?name=a%20b");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest<S> {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    content: Content,
    service: PhantomData<fn(S)>,
}

#[derive(Clone)]
enum Content {
    None,
    Json(Result<bytes::Bytes, String>),
    Other(HeaderValue, Body),
}

impl<S> RawRequest<S> {
    /// A request to a path below the service's address. Slashes stay, also the last one; reserved characters
    /// are encoded.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            content: Content::None,
            service: PhantomData,
        }
    }

    /// Adds a query parameter. A name may be used several times.
    pub fn query(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.query.push((name.into(), value.to_string()));
        self
    }

    /// Sets a header, instead of one of the same name.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sends this as a JSON body. A value that cannot be written as JSON is an error of the call.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        let written = serde_json::to_vec(body).map(bytes::Bytes::from);
        self.content = Content::Json(written.map_err(|error| error.to_string()));
        self
    }

    /// Sends this as the body: bytes, a file, a stream.
    pub fn body(mut self, content_type: HeaderValue, body: impl Into<Body>) -> Self {
        self.content = Content::Other(content_type, body.into());
        self
    }
}

impl<S> Clone for RawRequest<S> {
    fn clone(&self) -> Self {
        Self {
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            content: self.content.clone(),
            service: PhantomData,
        }
    }
}

/// Shows method and path: query, headers and body may hold secrets.
impl<S> fmt::Debug for RawRequest<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The name of a raw request in errors and traces.
struct Name<S>(PhantomData<S>);

impl<S: Service> Name<S> {
    const TEXT: &'static ConstText = &ConstText::join(&[S::NAME, ".request"]);
}

impl<S: Service> Operation for RawRequest<S> {
    type Output = Answer;

    fn metadata(&self) -> &'static Metadata {
        // It is not known what PUT and DELETE do here, so only reads are sent again automatically.
        const fn of<S: Service>(method: Method) -> Metadata {
            Metadata::new::<S>(Name::<S>::TEXT.as_str(), method, "{path}")
                .part(None)
                .accept("*/*")
                .in_any_namespace()
        }
        match self.method {
            Method::GET => const { &of::<S>(Method::GET) },
            Method::HEAD => const { &of::<S>(Method::HEAD) },
            Method::OPTIONS => const { &of::<S>(Method::OPTIONS) },
            Method::PUT => const { &of::<S>(Method::PUT).effect(crate::rules::Effect::Once) },
            Method::PATCH => const { &of::<S>(Method::PATCH) },
            Method::DELETE => const { &of::<S>(Method::DELETE).effect(crate::rules::Effect::Once) },
            _ => const { &of::<S>(Method::POST) },
        }
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        request.method(&self.method);
        request.path_tail("path", &self.path)?;
        if self.path.ends_with('/') {
            request.slash();
        }
        for (name, value) in &self.query {
            request.query(name, value);
        }
        match &self.content {
            Content::None => {}
            Content::Json(Ok(bytes)) => {
                request.body(HeaderValue::from_static("application/json"), Body::from(bytes.clone()));
            }
            Content::Json(Err(reason)) => {
                return Err(EncodeError::Json { name: "body", reason: reason.clone() });
            }
            Content::Other(content_type, body) => request.body(content_type.clone(), body.clone()),
        }
        request.headers(&self.headers);
        Ok(())
    }

    fn decode(&self, answer: &Answer) -> Result<Answer, ReadError> {
        Ok(answer.clone())
    }
}
