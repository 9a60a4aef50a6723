//! A server that answers with raw bytes over a real connection.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use saltant_core::Error;
use saltant_core::retry::RetryPolicy;
use saltant_http::{Client, ClientBuilder};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::OVER_HYPER;
use crate::executor::common::get;

/// The most time that a test may take, which is less than each default limit.
pub(super) const SOON: Duration = Duration::from_secs(5);

/// A client's builder over the transport that is tested.
pub(super) fn over(url: impl Into<String>) -> ClientBuilder {
    Client::builder(url).over_hyper(OVER_HYPER)
}

/// A server that handles each request with this function, and its number of requests.
pub(super) async fn server<F, T>(treat: F) -> (ClientBuilder, Arc<AtomicUsize>)
where
    F: Fn(TcpStream) -> T + Send + 'static,
    T: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            read_request(&mut stream).await;
            tokio::spawn(treat(stream));
        }
    });
    let builder = over(format!("http://{address}/api"))
        .retry(RetryPolicy::never())
        .attempt_timeout(Duration::from_secs(2))
        .idle_timeout(Duration::from_millis(300))
        .max_body(1 << 20);
    (builder, count)
}

/// Reads the head of a request; false if the connection is closed before its end.
pub(super) async fn read_request(stream: &mut TcpStream) -> bool {
    let mut request = Vec::new();
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => request.extend_from_slice(&piece[..read]),
            _ => return false,
        }
    }
    true
}

pub(super) fn ok(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n")
}

pub(super) fn whole(body: &str) -> Vec<u8> {
    [ok(body.len()).as_bytes(), body.as_bytes()].concat()
}

/// The outcome of a GET if the server sends these bytes and closes the connection.
pub(super) async fn says(bytes: impl Into<Vec<u8>>) -> Result<String, Error> {
    let bytes: Arc<[u8]> = bytes.into().into();
    let (builder, _) = server(move |mut stream| {
        let bytes = bytes.clone();
        async move {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
    })
    .await;
    let begun = Instant::now();
    let outcome = builder.build().unwrap().call(get()).await;
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    outcome.map(|queue| queue.name)
}

/// Closes the connection with a reset.
pub(super) fn reset(stream: TcpStream) {
    stream.set_zero_linger().unwrap();
    drop(stream);
}
