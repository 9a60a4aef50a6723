//! A small HTTP client over a plain socket: it sends exactly what it is given, wrong or not.

#![allow(dead_code, reason = "each test program uses a part")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A request to be sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// The method.
    pub(crate) method: String,
    /// The path and query.
    pub(crate) target: String,
    /// All headers but `Host` (unless it is here) and `Content-Length`.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// A request without headers or body.
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), ..Self::default() }
    }

    /// With a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a token.
    pub(crate) fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Token {token}"))
    }

    /// With a JSON body.
    pub(crate) fn json(mut self, text: &str) -> Self {
        self.body = text.as_bytes().to_vec();
        self.header("content-type", "application/json")
    }

    /// With a form, encoded already.
    pub(crate) fn form(mut self, text: &str) -> Self {
        self.body = text.as_bytes().to_vec();
        self.header("content-type", "application/x-www-form-urlencoded")
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The headers, with names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body as text.
    pub(crate) text: String,
}

impl Answer {
    /// The first header of that name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {}", self.text))
    }
}

/// Sends a request and reads the answer; `None` if the connection ended before it did.
pub(crate) fn send(address: SocketAddr, request: &Request) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut bytes = format!("{} {} HTTP/1.1\r\n", request.method, request.target).into_bytes();
    if !request.headers.iter().any(|(name, _)| name == "host") {
        bytes.extend(format!("host: {address}\r\n").bytes());
    }
    for (name, value) in &request.headers {
        // Header values go out as Latin-1, so that any byte can be sent.
        bytes.extend(format!("{name}: ").bytes());
        bytes.extend(value.chars().map(|character| u8::try_from(u32::from(character)).unwrap()));
        bytes.extend(b"\r\n");
    }
    if !request.body.is_empty() {
        bytes.extend(format!("content-length: {}\r\n", request.body.len()).bytes());
    }
    bytes.extend(b"connection: close\r\n\r\n");
    bytes.extend(&request.body);
    // The server may answer, and close the connection, before it has read the whole body.
    let _ = stream.write_all(&bytes);
    let mut raw = Vec::new();
    stream.read_to_end(&mut raw).ok()?;
    read(&raw, request.method == "HEAD")
}

fn read(raw: &[u8], headless: bool) -> Option<Answer> {
    let end = raw.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&raw[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let body = &raw[end + 4..];
    let length =
        headers.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value.parse::<usize>());
    match length {
        Some(Ok(length)) if !headless && body.len() < length => return None,
        // A 204 has neither a body nor a length.
        None if !headless && status != 204 => return None,
        _ => {}
    }
    Some(Answer { status, headers, text: String::from_utf8(body.to_vec()).unwrap() })
}
