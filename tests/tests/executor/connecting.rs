//! How connections are made: proxies, certificates, TLS. These tests use sockets on this machine.

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use saltant_core::retry::RetryPolicy;
use saltant_core::{Error, ErrorKind, TimeoutKind};
use saltant_http::{Client, ReqwestTransport};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::sockets::over;
use crate::executor::common::{QUEUE, get};

pub(super) const AUTHORITY: &str = include_str!("../../tls/ca.pem");

/// Set in the processes that `a11_…` starts: their environment names a proxy.
const IN_CHILD: &str = "SALTANT_TEST_BEHIND_A_PROXY";

pub(super) fn good_answer() -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
    format!("{head}Content-Length: {}\r\n\r\n{QUEUE}", QUEUE.len()).into_bytes()
}

async fn call(url: &str) -> Result<String, Error> {
    let builder = over(url).retry(RetryPolicy::never()).allow_http(true);
    builder.build().unwrap().call(get()).await.map(|queue| queue.name)
}

/// A server on all of this machine's addresses that answers every request with the queue.
async fn server() -> u16 {
    let listener = TcpListener::bind(("::", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(&good_answer()).await;
        }
    });
    port
}

#[tokio::test]
async fn requests_to_this_machine_arrive_whatever_the_environment_says() {
    let port = server().await;
    for host in ["127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "[::1]", "[::ffff:127.0.0.1]", "127.1"] {
        assert_eq!(call(&format!("http://{host}:{port}/api")).await.unwrap(), "q", "{host}");
    }
    if std::env::var_os(IN_CHILD).is_some() {
        // This one shows that the environment counts.
        assert_eq!(call("http://saltant.test/api").await.unwrap(), "q");
    }
}

#[test]
fn a11_requests_to_this_machine_never_go_through_a_proxy() {
    const NAMES: [&str; 4] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    let proxy = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = proxy.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let list = seen.clone();
    std::thread::spawn(move || {
        for stream in proxy.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = [0; 4096];
            let read = std::io::Read::read(&mut stream, &mut head).unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..read]).lines().next().unwrap_or_default().to_owned();
            list.lock().unwrap().push(line);
            let _ = std::io::Write::write_all(&mut stream, &good_answer());
        }
    });
    for name in NAMES {
        let mut child = Command::new(std::env::current_exe().unwrap());
        let module = module_path!().split_once("::").unwrap().1;
        let test = "requests_to_this_machine_arrive_whatever_the_environment_says";
        child.args(["--exact", &format!("{module}::{test}")]);
        for other in NAMES.into_iter().chain(["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"]) {
            child.env_remove(other);
        }
        let output = child.env(IN_CHILD, "1").env(name, format!("http://{address}")).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{name}");
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(seen, ["GET http://saltant.test/api/taskqueues/7/ HTTP/1.1"], "{name}");
    }
}

/// The side of a server that has a certificate of the tests' own authority.
pub(super) fn acceptor(protocols: &[&[u8]]) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../../tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../../tls/server-key.pem")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let mut config = config.with_single_cert(vec![certificate], key).unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// A server with TLS. Gives the protocol that was agreed on.
pub(super) async fn tls_server(protocols: &[&[u8]]) -> (String, Arc<Mutex<Vec<Option<Vec<u8>>>>>) {
    let acceptor = acceptor(protocols);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("https://localhost:{}/api", listener.local_addr().unwrap().port());
    let agreed = Arc::new(Mutex::new(Vec::new()));
    let list = agreed.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            list.lock().unwrap().push(stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec));
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(&good_answer()).await;
            let _ = stream.shutdown().await;
        }
    });
    (url, agreed)
}

#[tokio::test]
async fn a_certificate_of_an_own_authority_is_trusted_where_the_program_says_so() {
    let (url, _) = tls_server(&[]).await;
    let builder = || over(&url).retry(RetryPolicy::never());
    let name = async |client: Client| client.call(get()).await.map(|queue| queue.name);
    let error = name(builder().build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains("the server's certificate is not trusted"), "{error}");

    assert_eq!(name(builder().ca_certificates(AUTHORITY).build().unwrap()).await.unwrap(), "q");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tls/ca.pem");
    assert_eq!(name(builder().ca_file(file).build().unwrap()).await.unwrap(), "q");
    assert_eq!(name(builder().accept_any_certificate(true).build().unwrap()).await.unwrap(), "q");

    // Transports that the program brings.
    let builder = || Client::builder(&url).retry(RetryPolicy::never());
    let roots = reqwest::Certificate::from_pem_bundle(AUTHORITY.as_bytes()).unwrap();
    let own = roots.clone();
    let transport = ReqwestTransport::configured(move |builder| builder.tls_certs_only(own.clone())).unwrap();
    assert_eq!(name(builder().transport(transport).build().unwrap()).await.unwrap(), "q");
    let ready = reqwest::Client::builder().no_proxy().tls_certs_only(roots).build().unwrap();
    let transport = ReqwestTransport::from_client(ready);
    assert_eq!(name(builder().transport(transport).build().unwrap()).await.unwrap(), "q");
}

#[tokio::test]
async fn http_2_is_offered_unless_the_program_forbids_it() {
    let (url, agreed) = tls_server(&[b"h2", b"http/1.1"]).await;
    for allow in [true, false] {
        let builder = over(&url).retry(RetryPolicy::never()).ca_certificates(AUTHORITY);
        // The server does not really know HTTP/2.
        assert_eq!(builder.http2(allow).build().unwrap().call(get()).await.is_ok(), !allow);
    }
    assert_eq!(*agreed.lock().unwrap(), [Some(b"h2".to_vec()), Some(b"http/1.1".to_vec())]);
}

#[test]
fn s6_wrong_settings_of_connections_are_an_error_of_build_that_names_the_file() {
    let builder = || over("https://saltant.test/api");
    let line = |builder: saltant_http::ClientBuilder| {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
        error.to_string()
    };
    let missing = line(builder().ca_file("/nonexistent/ca.pem"));
    assert!(missing.starts_with("/nonexistent/ca.pem cannot be read: "), "{missing}");
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    assert_eq!(
        line(builder().ca_file(manifest)),
        format!("{manifest} holds no certificate in PEM, or a broken one")
    );
    assert_eq!(
        line(builder().ca_certificates("no PEM")),
        "the text of ca_certificates holds no certificate in PEM, or a broken one"
    );
    let proxy = line(builder().proxy("canary://:x"));
    assert!(proxy.starts_with("the address of the proxy is not one such as http://"), "{proxy}");
    let own = || {
        Client::builder("https://saltant.test/api")
            .transport(saltant_http::testing::ScriptedTransport::new([]))
    };
    assert!(own().build().is_ok());
    for builder in
        [own().pool_size(1), own().http2(false), own().ca_certificates(AUTHORITY), own().proxy("http://h:1")]
    {
        assert!(line(builder).contains("on the transport itself"));
    }
}

#[tokio::test]
async fn an_https_address_on_an_http_port_fails_at_once_and_says_so() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(Mutex::new(0));
    let counter = count.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            *counter.lock().unwrap() += 1;
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
        }
    });
    let begun = Instant::now();
    // The default number of attempts.
    let client = over(format!("https://{address}/api")).build().unwrap();
    let error = client.call(get()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "saltant.task_queues.get: the request cannot be sent: the server does not speak TLS on this port; \
         the address should probably begin with http://"
    );
    assert_eq!((error.kind(), *count.lock().unwrap()), (ErrorKind::Usage, 1));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn r1_a_silent_port_under_https_costs_one_connect_limit_and_the_error_says_so() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut silent = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            silent.push(stream);
        }
    });
    // The default number of attempts.
    let builder = over(format!("https://{address}/api"));
    let client = builder.connect_timeout(Duration::from_millis(200)).build().unwrap();
    let error = client.call(get()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "saltant.task_queues.get: the server takes connections, but did not answer in TLS in time: \
         if the server does not speak TLS on this port, the address should begin with http://"
    );
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Connect));
    assert_eq!(error.attempts().len(), 1);
    assert!(!error.may_have_happened());
}
