//! Requests through proxies, and connections that several calls share. These tests use sockets on this machine.

use std::process::Command;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use saltant_core::retry::RetryPolicy;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::connecting::{AUTHORITY, acceptor, good_answer, tls_server};
use super::sockets::over;
use crate::executor::common::{QUEUE, get};

/// The heads of the requests that a proxy has taken.
type Heads = Arc<Mutex<Vec<Vec<String>>>>;

/// The lines of a request's head.
async fn head(stream: &mut (impl AsyncRead + Unpin)) -> Vec<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).unwrap().lines().map(str::to_owned).filter(|line| !line.is_empty()).collect()
}

/// Serves one connection to a proxy: it makes tunnels to `target`, and answers other requests itself.
async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, target: u16, seen: &Heads, refuses: bool) {
    let head = head(&mut stream).await;
    let makes_tunnel = head.first().is_some_and(|line| line.starts_with("CONNECT "));
    seen.lock().unwrap().push(head);
    if refuses {
        let _ = stream.write_all(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n").await;
    } else if makes_tunnel {
        let mut server = TcpStream::connect(("127.0.0.1", target)).await.unwrap();
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        let _ = copy_bidirectional(&mut stream, &mut server).await;
    } else {
        let _ = stream.write_all(&good_answer()).await;
    }
}

/// A proxy, with or without TLS. Whatever the name of the server is, the tunnel ends at a port of this machine.
async fn proxy(target: u16, is_encrypted: bool, refuses: bool) -> (u16, Heads) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Heads::default();
    let list = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let list = list.clone();
            tokio::spawn(async move {
                if is_encrypted {
                    let Ok(stream) = acceptor(&[]).accept(stream).await else { return };
                    serve(stream, target, &list, refuses).await;
                } else {
                    serve(stream, target, &list, refuses).await;
                }
            });
        }
    });
    (port, seen)
}

async fn call(url: &str, proxy: String) -> Result<String, saltant_core::Error> {
    let builder = over(url).retry(RetryPolicy::never()).allow_http(true).ca_certificates(AUTHORITY);
    let client = builder.accept_any_certificate(url.contains("saltant.test")).proxy(proxy).build().unwrap();
    client.call(get()).await.map(|queue| queue.name)
}

fn port_of(url: &str) -> u16 {
    url.rsplit(':').next().unwrap().trim_end_matches("/api").parse().unwrap()
}

#[tokio::test]
async fn an_unencrypted_request_names_its_server_to_the_proxy_and_brings_the_password() {
    for is_encrypted in [false, true] {
        let (port, seen) = proxy(0, is_encrypted, false).await;
        let scheme = if is_encrypted { "https" } else { "http" };
        let name = call("http://saltant.test:81/api", format!("{scheme}://me:p%40ss@localhost:{port}")).await;
        assert_eq!(name.unwrap(), "q");
        let heads = seen.lock().unwrap();
        assert_eq!(heads[0][0], "GET http://saltant.test:81/api/taskqueues/7/ HTTP/1.1");
        // "me:p@ss"
        let password = "proxy-authorization: Basic bWU6cEBzcw==";
        assert!(heads[0].iter().any(|line| line.eq_ignore_ascii_case(password)), "{heads:?}");
    }
}

#[tokio::test]
async fn an_encrypted_request_goes_through_a_tunnel_and_the_server_does_not_see_the_password() {
    for is_encrypted in [false, true] {
        let (url, agreed) = tls_server(&[b"http/1.1"]).await;
        let (port, seen) = proxy(port_of(&url), is_encrypted, false).await;
        let scheme = if is_encrypted { "https" } else { "http" };
        let name = call("https://saltant.test/api", format!("{scheme}://me:p%40ss@localhost:{port}")).await;
        assert_eq!(name.unwrap(), "q");
        assert_eq!(*agreed.lock().unwrap(), [Some(b"http/1.1".to_vec())]);
        let heads = seen.lock().unwrap();
        assert_eq!((heads.len(), heads[0][0].as_str()), (1, "CONNECT saltant.test:443 HTTP/1.1"));
        let password = "proxy-authorization: Basic bWU6cEBzcw==";
        assert!(heads[0].iter().any(|line| line.eq_ignore_ascii_case(password)), "{heads:?}");
    }
}

/// What a proxy of SOCKS is asked for: who asks, and the server.
type Asked = Arc<Mutex<Vec<String>>>;

/// A proxy of SOCKS whose tunnels end at a port of this machine.
async fn socks_proxy(target: u16) -> (u16, Asked) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Asked::default();
    let list = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let list = list.clone();
            tokio::spawn(async move {
                let wish = if stream.read_u8().await.unwrap() == 5 {
                    socks5(&mut stream).await
                } else {
                    socks4(&mut stream).await
                };
                list.lock().unwrap().push(wish.unwrap());
                let mut server = TcpStream::connect(("127.0.0.1", target)).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut server).await;
            });
        }
    });
    (port, asked)
}

/// A text after its length.
async fn short_text(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut text = vec![0; stream.read_u8().await?.into()];
    stream.read_exact(&mut text).await?;
    Ok(String::from_utf8(text).unwrap())
}

async fn socks5(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut methods = vec![0; stream.read_u8().await?.into()];
    stream.read_exact(&mut methods).await?;
    let asks_for_password = methods.contains(&2);
    stream.write_all(&[5, if asks_for_password { 2 } else { 0 }]).await?;
    let mut who = String::new();
    if asks_for_password {
        stream.read_u8().await?;
        who = format!("{}:{}@", short_text(stream).await?, short_text(stream).await?);
        stream.write_all(&[1, 0]).await?;
    }
    let mut head = [0; 4];
    stream.read_exact(&mut head).await?;
    let host = match head[3] {
        1 => std::net::Ipv4Addr::from(stream.read_u32().await?).to_string(),
        3 => short_text(stream).await?,
        other => panic!("an address of the kind {other}"),
    };
    let port = stream.read_u16().await?;
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    Ok(format!("{who}{host}:{port}"))
}

async fn socks4(stream: &mut TcpStream) -> std::io::Result<String> {
    stream.read_u8().await?;
    let (port, address) = (stream.read_u16().await?, stream.read_u32().await?);
    while stream.read_u8().await? != 0 {}
    let mut name = Vec::new();
    // The addresses 0.0.0.1 to 0.0.0.255 say that a name follows.
    while address < 256 && name.last() != Some(&0) {
        name.push(stream.read_u8().await?);
    }
    name.pop();
    let host = match address {
        ..256 => String::from_utf8(name).unwrap(),
        address => std::net::Ipv4Addr::from(address).to_string(),
    };
    stream.write_all(&[0, 90, 0, 0, 0, 0, 0, 0]).await?;
    Ok(format!("{host}:{port}"))
}

#[tokio::test]
async fn a_proxy_of_socks_gets_the_name_or_the_address_of_the_server() {
    let (url, _) = tls_server(&[]).await;
    let (encrypted, plain) = ("https://saltant.test/api", "http://saltant.test:81/api");
    for (proxy, address, expected) in [
        ("socks5h://me:p%40ss@", encrypted, "me:p@ss@saltant.test:443"),
        ("socks5h://", plain, "saltant.test:81"),
        ("socks5://", encrypted, "192.0.2.7:443"),
        ("socks4a://", encrypted, "saltant.test:443"),
        ("socks4://", plain, "192.0.2.7:81"),
    ] {
        let target = if address == plain { plain_server().await } else { port_of(&url) };
        let (port, asked) = socks_proxy(target).await;
        let builder = over(address).retry(RetryPolicy::never()).allow_http(true).accept_any_certificate(true);
        let builder = builder.proxy(format!("{proxy}localhost:{port}"));
        let client = builder.resolve("saltant.test", ["192.0.2.7".parse().unwrap()]).build().unwrap();
        assert_eq!(client.call(get()).await.unwrap().name, "q", "{proxy}");
        assert_eq!(*asked.lock().unwrap(), [expected], "{proxy}");
    }
}

/// A server without TLS that answers every request with the queue, if it names no proxy.
async fn plain_server() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let head = head(&mut stream).await;
            assert_eq!(head[0], "GET /api/taskqueues/7/ HTTP/1.1");
            let _ = stream.write_all(&good_answer()).await;
        }
    });
    port
}

/// Set in the processes that the next test starts: the address that they call.
const ADDRESS: &str = "SALTANT_TEST_ADDRESS";

#[tokio::test]
async fn an_address_is_called_as_the_environment_says() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let builder = over(address).retry(RetryPolicy::never()).allow_http(true).accept_any_certificate(true);
    let client = builder.resolve("saltant.test", ["127.0.0.1".parse().unwrap()]).build().unwrap();
    assert_eq!(client.call(get()).await.unwrap().name, "q");
}

#[tokio::test]
async fn proxies_and_exceptions_from_the_environment_are_kept() {
    let (url, _) = tls_server(&[]).await;
    let (tunnels, heads) = proxy(port_of(&url), false, false).await;
    let (socks, asked) = socks_proxy(port_of(&url)).await;
    let direct = plain_server().await;
    let tunnels = format!("http://me:p%40ss@localhost:{tunnels}");
    let (encrypted, plain) =
        ("https://saltant.test/api".to_owned(), format!("http://saltant.test:{direct}/api"));
    for (variables, address, expected) in [
        (vec![("HTTPS_PROXY", tunnels.clone())], &encrypted, [1, 0]),
        (vec![("https_proxy", tunnels.clone())], &encrypted, [1, 0]),
        (vec![("ALL_PROXY", format!("socks5h://localhost:{socks}"))], &encrypted, [0, 1]),
        // Another scheme's proxy, and exceptions.
        (vec![("HTTPS_PROXY", tunnels.clone())], &plain, [0, 0]),
        (vec![("HTTP_PROXY", tunnels.clone()), ("NO_PROXY", "x.test, saltant.test".into())], &plain, [0, 0]),
        (vec![("http_proxy", tunnels.clone()), ("no_proxy", ".test".into())], &plain, [0, 0]),
        (vec![("ALL_PROXY", tunnels), ("NO_PROXY", "*".into())], &plain, [0, 0]),
    ] {
        let child = tokio::task::spawn_blocking({
            let (variables, address) = (variables.clone(), address.clone());
            move || {
                let module = module_path!().split_once("::").unwrap().1;
                let mut child = Command::new(std::env::current_exe().unwrap());
                child.args(["--exact", &format!("{module}::an_address_is_called_as_the_environment_says")]);
                for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
                    child.env_remove(name).env_remove(name.to_ascii_lowercase());
                }
                child.env(ADDRESS, address).envs(variables).output().unwrap()
            }
        });
        let output = child.await.unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{variables:?}: {text}");
        let heads = std::mem::take(&mut *heads.lock().unwrap());
        let asked = std::mem::take(&mut *asked.lock().unwrap());
        assert_eq!([heads.len(), asked.len()], expected, "{variables:?}");
        let password = "proxy-authorization: Basic bWU6cEBzcw==";
        assert!(heads.iter().all(|head| head.iter().any(|line| line.eq_ignore_ascii_case(password))));
    }
}

#[tokio::test]
async fn a11_a_proxy_of_the_program_is_not_used_for_this_machine() {
    let (url, _) = tls_server(&[]).await;
    let (port, seen) = proxy(port_of(&url), false, false).await;
    assert_eq!(call(&url, format!("http://localhost:{port}")).await.unwrap(), "q");
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn r1_a_proxy_that_refuses_a_tunnel_has_sent_nothing_on() {
    let (port, seen) = proxy(0, false, true).await;
    let error =
        call("https://saltant.test/api", format!("http://me:canary@localhost:{port}")).await.unwrap_err();
    assert_eq!(error.kind(), saltant_core::ErrorKind::Connect);
    assert!(!error.may_have_happened());
    assert!(!format!("{error} {error:?}").contains("canary"));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn calls_at_the_same_time_share_a_connection_of_http_2() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("https://localhost:{}/api", listener.local_addr().unwrap().port());
    let connections = Arc::new(Mutex::new(0));
    let count = connections.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            *count.lock().unwrap() += 1;
            tokio::spawn(async move {
                let stream = TokioIo::new(acceptor(&[b"h2"]).accept(stream).await.unwrap());
                let answer = hyper::service::service_fn(async |request: Request<_>| {
                    let _: &hyper::body::Incoming = request.body();
                    assert_eq!(request.version(), http::Version::HTTP_2);
                    assert_eq!(request.uri().path(), "/api/taskqueues/7/");
                    Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from(QUEUE))))
                });
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(stream, answer).await;
            });
        }
    });
    let client = over(url).ca_certificates(AUTHORITY).build().unwrap();
    client.call(get()).await.unwrap();
    let done = client.call_all((0..20).map(|_| get())).await;
    assert!(done.iter().all(Result::is_ok));
    assert_eq!(*connections.lock().unwrap(), 1);
}
