//! Requests of the server itself, which go to this machine only.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::header::HOST;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use bytes::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// How long an exchange may take.
const LIMIT: Duration = Duration::from_secs(30);
/// The largest answer that is read.
const LARGEST: usize = 64 << 20;

/// Whether an address is `http://` and of this machine.
pub(crate) fn is_loopback(address: &str) -> bool {
    address.parse::<Uri>().is_ok_and(|uri| socket(&uri).is_some())
}

/// The content at an address of this machine. Redirects are not followed.
pub(crate) async fn get(address: &str) -> io::Result<Bytes> {
    let (status, content) = exchange(Method::GET, address, &[], Bytes::new()).await?;
    if status != StatusCode::OK {
        return Err(io::Error::other(format!("the address answered with the status {}", status.as_u16())));
    }
    Ok(content)
}

/// Posts JSON to an address of this machine; returns the status of the answer.
pub(crate) async fn post(
    address: &str,
    headers: &[(&'static str, String)],
    json: String,
) -> io::Result<StatusCode> {
    Ok(exchange(Method::POST, address, headers, json.into()).await?.0)
}

async fn exchange(
    method: Method,
    address: &str,
    headers: &[(&'static str, String)],
    body: Bytes,
) -> io::Result<(StatusCode, Bytes)> {
    let exchange = async {
        let uri: Uri = address.parse().map_err(io::Error::other)?;
        let refused = || io::Error::other("the address is not one of this machine");
        let socket = socket(&uri).ok_or_else(refused)?;
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let mut request = Request::builder().method(method).uri(target);
        if let Some(authority) = uri.authority() {
            request = request.header(HOST, authority.as_str());
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            let value = HeaderValue::try_from(value).map_err(io::Error::other)?;
            request = request.header(HeaderName::from_static(name), value);
        }
        let request = request.body(Body::from(body)).map_err(io::Error::other)?;
        let stream = TokioIo::new(TcpStream::connect(socket).await?);
        let (mut sender, connection) = http1::handshake(stream).await.map_err(io::Error::other)?;
        let answer = async {
            let response = sender.send_request(request).await.map_err(io::Error::other)?;
            let status = response.status();
            let content =
                to_bytes(Body::new(response.into_body()), LARGEST).await.map_err(io::Error::other)?;
            Ok::<_, io::Error>((status, content))
        };
        // The connection has to be driven while the answer is read.
        tokio::pin!(connection, answer);
        tokio::select! {
            answer = &mut answer => answer,
            ended = &mut connection => {
                ended.map_err(io::Error::other)?;
                answer.await
            }
        }
    };
    let limited = tokio::time::timeout(LIMIT, exchange).await;
    limited.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// The address to connect to, if it is of this machine. Names are not looked up: only `localhost` is known.
fn socket(uri: &Uri) -> Option<SocketAddr> {
    if uri.scheme_str() != Some("http") {
        return None;
    }
    let host = uri.host()?;
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let ip = if host.eq_ignore_ascii_case("localhost") {
        IpAddr::from(Ipv4Addr::LOCALHOST)
    } else {
        bare.parse().ok().filter(IpAddr::is_loopback)?
    };
    Some(SocketAddr::new(ip, uri.port_u16().unwrap_or(80)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_connected_to() {
        for address in
            ["http://127.0.0.1:8000/x", "http://localhost/x?y", "http://[::1]:1/", "http://127.9.9.9"]
        {
            assert!(is_loopback(address), "{address}");
        }
        for address in [
            "https://127.0.0.1/",
            "http://example.org/",
            "http://192.0.2.1/",
            "http://0.0.0.0/",
            "http://localhost.example.org/",
            "http://127.0.0.1.example.org/",
            "http://169.254.169.254/latest",
            "http://2130706433/",
            "http://user@example.org#@127.0.0.1/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "127.0.0.1",
            "",
        ] {
            assert!(!is_loopback(address), "{address}");
        }
    }
}
