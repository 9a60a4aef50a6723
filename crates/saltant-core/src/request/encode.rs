use std::fmt::{self, Display, Write as _};

use bytes::Bytes;
use http::uri::{self, PathAndQuery};
use http::{HeaderName, HeaderValue, Method, Uri, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;

use crate::metadata::Metadata;
use crate::request::{BaseUrl, Body, EncodeError, Multipart};

/// Everything outside RFC 3986's unreserved characters is encoded, `%` and `/` too.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Several query parameters in one field, such as a filter.
pub trait QueryGroup {
    /// Writes each parameter.
    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError>;
}

/// Writes a request: the path first, in the template's order, then query, headers and body in any order.
#[derive(Debug)]
pub struct Encoder {
    metadata: &'static Metadata,
    /// The scheme and the host, which are not parsed again for each request.
    origin: uri::Parts,
    /// The path and the query.
    uri: String,
    rest: &'static str,
    /// The position of the query.
    path_end: Option<usize>,
    /// The argument with a link that the server gave, if the query comes from one.
    link: Option<&'static str>,
    /// The argument of the query that was given with the link.
    beside_link: Option<String>,
    method: Method,
    headers: http::HeaderMap,
    content: Content,
}

#[derive(Debug)]
enum Content {
    None,
    Object(Vec<u8>),
    Form(String),
    Whole(Body),
}

impl Encoder {
    /// Starts a request of an operation.
    pub fn new(metadata: &'static Metadata, base: &BaseUrl) -> Self {
        let mut uri = String::with_capacity(base.path().len() + metadata.path.len() + 64);
        uri.push_str(base.path());
        let content = if metadata.has_body { Content::Object(b"{".to_vec()) } else { Content::None };
        Self {
            metadata,
            origin: base.parts(),
            uri,
            rest: metadata.path,
            path_end: None,
            link: None,
            beside_link: None,
            method: metadata.method.clone(),
            headers: http::HeaderMap::with_capacity(3),
            content,
        }
    }

    /// Fills the next placeholder of the path with one segment.
    pub fn path(&mut self, name: &'static str, value: &impl Display) -> Result<(), EncodeError> {
        self.placeholder(name)?;
        let begin = self.uri.len();
        // Writing to a String cannot fail; a Display that fails is a bug of its type.
        write!(Escaped(&mut self.uri), "{value}").unwrap_or_default();
        let segment = &self.uri[begin..];
        if matches!(segment, "" | "." | "..") {
            return Err(EncodeError::PathValue { name, value: segment.to_owned() });
        }
        Ok(())
    }

    /// Fills the next placeholder of the path with several segments, whose slashes stay.
    ///
    /// Slashes at either end are dropped. An empty path is allowed: it is the root. Of a path that begins with
    /// two slashes one stays: services that have a home directory read that as a path from their root.
    pub fn path_tail(&mut self, name: &'static str, value: &impl Display) -> Result<(), EncodeError> {
        self.placeholder(name)?;
        let value = value.to_string();
        if value.starts_with("//") {
            self.uri.push('/');
        }
        for (index, segment) in value.trim_matches('/').split('/').enumerate() {
            if segment == "."
                || segment == ".."
                || (segment.is_empty() && value.trim_matches('/').contains('/'))
            {
                return Err(EncodeError::PathValue { name, value: segment.to_owned() });
            }
            if index > 0 {
                self.uri.push('/');
            }
            self.push_encoded(segment);
        }
        Ok(())
    }

    /// Adds a query parameter.
    pub fn query(&mut self, name: &str, value: &impl Display) {
        self.finish_path();
        if self.link.is_some() {
            self.beside_link.get_or_insert_with(|| name.to_owned());
            return;
        }
        self.push_parameter(name, value);
    }

    /// Adds a query parameter, also to a link that lacks it: for what the server leaves out of its links.
    pub fn query_beside_link(&mut self, name: &str, value: &impl Display) {
        self.finish_path();
        self.push_parameter(name, value);
    }

    fn push_parameter(&mut self, name: &str, value: &impl Display) {
        self.begin_parameter();
        self.push_encoded(name);
        self.uri.push('=');
        let mut sink = Escaped(&mut self.uri);
        // Writing to a String cannot fail; a Display that fails is a bug of its type.
        write!(sink, "{value}").unwrap_or_default();
    }

    /// Takes the whole query from a link that the server gave. It is encoded already and has all other
    /// parameters too, so a parameter besides it is an error.
    ///
    /// The link must not have a host, and its path must be this operation's. If a proxy adds a prefix to the
    /// path, the link may lack it.
    pub fn link(&mut self, name: &'static str, link: &str) -> Result<(), EncodeError> {
        self.finish_path();
        let link = link.split('#').next().unwrap_or_default();
        let (path, query) = link.split_once('?').unwrap_or((link, ""));
        if !path.starts_with('/') || path.starts_with("//") {
            return Err(EncodeError::Link { name, target: "a host of its own" });
        }
        if let Some(end) = self.path_end.take() {
            let first = self.uri.split_off(end);
            self.beside_link = first[1..].split('=').next().map(str::to_owned);
        }
        let own = &self.uri;
        let plain = |text| percent_decode_str(text).decode_utf8_lossy();
        if !plain(own).ends_with(&*plain(path)) {
            return Err(EncodeError::Link { name, target: "something else than this list" });
        }
        self.link = Some(name);
        if !query.is_empty() {
            self.begin_parameter();
            self.uri.push_str(query);
        }
        Ok(())
    }

    fn begin_parameter(&mut self) {
        self.uri.push(if self.path_end.is_some() { '&' } else { '?' });
        self.path_end.get_or_insert(self.uri.len() - 1);
    }

    /// Replaces the method of the operation's metadata.
    pub(crate) fn method(&mut self, method: &Method) {
        self.method = method.clone();
    }

    /// Ends the path with a slash.
    pub(crate) fn slash(&mut self) {
        self.finish_path();
        self.uri.push('/');
    }

    /// Adds headers that replace those of the same name.
    pub(crate) fn headers(&mut self, headers: &http::HeaderMap) {
        self.headers.extend(headers.clone());
    }

    /// Adds a header; an `Authorization` is marked sensitive.
    pub fn header(&mut self, name: &'static str, value: &impl Display) -> Result<(), EncodeError> {
        let wrong = |_| EncodeError::Header { name };
        let header_name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| EncodeError::Header { name })?;
        let mut value = HeaderValue::from_str(&value.to_string()).map_err(wrong)?;
        value.set_sensitive(header_name == header::AUTHORIZATION);
        self.headers.insert(header_name, value);
        Ok(())
    }

    /// Adds a header with a credential; it is marked sensitive.
    pub fn secret_header(&mut self, name: HeaderName, mut value: HeaderValue) {
        value.set_sensitive(true);
        self.headers.insert(name, value);
    }

    /// Adds a field to the JSON object that is the body.
    pub fn json<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), EncodeError> {
        self.member(name, value).map_err(|error| EncodeError::Json { name, reason: error.to_string() })
    }

    /// Adds fields that have no argument of their own to the JSON object that is the body. `name` is the
    /// argument that holds them.
    pub fn json_fields(
        &mut self,
        name: &'static str,
        fields: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), EncodeError> {
        let wrong = |error: serde_json::Error| EncodeError::Json { name, reason: error.to_string() };
        fields.iter().try_for_each(|(field, value)| self.member(field, value).map_err(wrong))
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), serde_json::Error> {
        if !matches!(self.content, Content::Object(_)) {
            self.content = Content::Object(b"{".to_vec());
        }
        let Content::Object(bytes) = &mut self.content else { return Ok(()) };
        if bytes.len() > 1 {
            bytes.push(b',');
        }
        serde_json::to_writer(&mut *bytes, name)?;
        bytes.push(b':');
        serde_json::to_writer(&mut *bytes, value)
    }

    /// Makes a value the whole JSON body.
    pub fn json_body<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        let bytes = serde_json::to_vec(value)
            .map_err(|error| EncodeError::Json { name, reason: error.to_string() })?;
        self.body(HeaderValue::from_static("application/json"), Body::from(bytes));
        Ok(())
    }

    /// Adds a field to the form that is the body.
    pub fn form(&mut self, name: &str, value: &impl Display) {
        let mut text = match std::mem::replace(&mut self.content, Content::None) {
            Content::Form(text) => text,
            _ => String::new(),
        };
        form_urlencoded::Serializer::for_suffix(&mut text, 0).append_pair(name, &value.to_string());
        self.content = Content::Form(text);
    }

    /// Makes this the whole body, with its content type.
    pub fn body(&mut self, content_type: HeaderValue, body: Body) {
        self.headers.insert(header::CONTENT_TYPE, content_type);
        self.content = Content::Whole(body);
    }

    /// Makes a form of fields and files the whole body.
    pub fn multipart(&mut self, form: Multipart) -> Result<(), EncodeError> {
        let wrong = |_| EncodeError::Header { name: "content-type" };
        self.headers.insert(header::CONTENT_TYPE, form.content_type().parse().map_err(wrong)?);
        self.content = Content::Whole(form.into_body());
        Ok(())
    }

    /// The finished request.
    pub fn finish(mut self) -> Result<http::Request<Body>, EncodeError> {
        self.finish_path();
        if let (Some(link), Some(name)) = (self.link, self.beside_link.take()) {
            return Err(EncodeError::BesideLink { name, link });
        }
        if self.metadata.ascii_queries && !matches!(self.content, Content::Whole(_)) {
            self.move_text_into_body()?;
        }
        // The path is copied up to a placeholder that was not filled.
        if let Some(open) = self.rest.strip_prefix('{') {
            let name = open.split('}').next().unwrap_or_default();
            return Err(EncodeError::Template { template: self.metadata.path, name });
        }
        let set_type = |headers: &mut http::HeaderMap, kind| {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        };
        let body = match self.content {
            Content::None => {
                // Some servers require a length where a body is expected, even if it is empty (RFC 9110 §8.6).
                if matches!(self.method, Method::POST | Method::PUT | Method::PATCH) {
                    self.headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
                }
                Body::empty()
            }
            Content::Object(mut bytes) => {
                bytes.push(b'}');
                set_type(&mut self.headers, "application/json");
                Body::from(bytes)
            }
            Content::Form(text) => {
                set_type(&mut self.headers, "application/x-www-form-urlencoded");
                Body::from(Bytes::from(text))
            }
            Content::Whole(body) => body,
        };
        self.headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static(self.metadata.accept));
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method;
        let wrong = |error: uri::InvalidUri| EncodeError::Address(error.to_string());
        self.origin.path_and_query =
            Some(PathAndQuery::from_maybe_shared(Bytes::from(self.uri)).map_err(wrong)?);
        *request.uri_mut() = Uri::from_parts(self.origin).map_err(|e| EncodeError::Address(e.to_string()))?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    /// Moves the parameters of the query that are not ASCII into the JSON body, as texts.
    fn move_text_into_body(&mut self) -> Result<(), EncodeError> {
        let Some(end) = self.path_end else { return Ok(()) };
        let is_beyond = |pair: &&str| {
            pair.split('%')
                .skip(1)
                .any(|code| matches!(code.as_bytes(), [b'8'..=b'9' | b'A'..=b'F' | b'a'..=b'f', ..]))
        };
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
        let query = self.uri.split_off(end);
        let pairs: Vec<&str> = query[1..].split('&').collect();
        let beyond: Vec<String> = pairs.iter().copied().filter(is_beyond).map(name).collect();
        // All values of a name are in one place: the server does not put them together.
        let (moved, kept): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|pair| beyond.contains(&name(pair)));
        for (index, pair) in kept.into_iter().enumerate() {
            self.uri.push(if index == 0 { '?' } else { '&' });
            self.uri.push_str(pair);
        }
        let mut texts: Vec<(String, Vec<String>)> = Vec::new();
        for (name, text) in form_urlencoded::parse(moved.join("&").as_bytes()).into_owned() {
            match texts.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(text),
                None => texts.push((name, vec![text])),
            }
        }
        for (name, values) in &texts {
            let written = match &values[..] {
                [value] => self.member(name, value),
                values => self.member(name, values),
            };
            written.map_err(|error| EncodeError::Json { name: "query", reason: error.to_string() })?;
        }
        Ok(())
    }

    /// Copies the template up to the placeholder `name`, which has to be the next one.
    fn placeholder(&mut self, name: &'static str) -> Result<(), EncodeError> {
        let wrong = EncodeError::Template { template: self.metadata.path, name };
        let Some((before, after)) = self.rest.split_once('{') else { return Err(wrong) };
        let Some(rest) = after.strip_prefix(name).and_then(|rest| rest.strip_prefix('}')) else {
            return Err(wrong);
        };
        self.uri.push_str(before);
        self.rest = rest;
        Ok(())
    }

    /// Copies the rest of the template, up to the next placeholder.
    fn finish_path(&mut self) {
        let plain = self.rest.find('{').unwrap_or(self.rest.len());
        self.uri.push_str(&self.rest[..plain]);
        self.rest = &self.rest[plain..];
    }

    fn push_encoded(&mut self, text: &str) {
        self.uri.extend(utf8_percent_encode(text, RESERVED));
    }
}

/// An address with one more query parameter.
pub fn with_query(uri: &Uri, name: &str, value: &str) -> Result<Uri, EncodeError> {
    let separator = if uri.query().is_some() { '&' } else { '?' };
    let mut text = uri.to_string();
    text.push(separator);
    text.extend(utf8_percent_encode(name, RESERVED));
    text.push('=');
    text.extend(utf8_percent_encode(value, RESERVED));
    // The address is not repeated: the value may be a secret.
    text.try_into().map_err(|_| EncodeError::Address("a query parameter does not fit into it".to_owned()))
}

/// Percent-encodes what is written through it.
struct Escaped<'a>(&'a mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, RESERVED));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
