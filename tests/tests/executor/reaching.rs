//! Which addresses are tried, which connections are kept, and where redirects lead. These tests use sockets on
//! this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use saltant_core::retry::RetryPolicy;
use saltant_core::{ErrorKind, TimeoutKind};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Barrier;
use tokio::time::timeout;

use super::connecting::good_answer;
use super::sockets::{SOON, over, read_request, server, whole};
use crate::executor::common::{QUEUE, get, put};

const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

/// A server that keeps its connections and answers as soon as `at_once` requests are there. Gives the number of
/// connections.
async fn keeping(at_once: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((V4, 0)).await.unwrap();
    let url = format!("http://{}/api", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let (counter, barrier) = (count.clone(), Arc::new(Barrier::new(at_once)));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let barrier = barrier.clone();
            tokio::spawn(async move {
                while read_request(&mut stream).await {
                    barrier.wait().await;
                    let _ = stream.write_all(&whole(QUEUE)).await;
                }
            });
        }
    });
    (url, count)
}

#[tokio::test]
async fn unused_connections_are_kept_as_long_and_as_many_as_the_program_says() {
    for (at_once, idle, size, expected) in [
        (1, None, None, 1),
        (1, Some(Duration::ZERO), None, 3),
        (1, None, Some(0), 3),
        (2, None, None, 2),
        // Of two connections, one is kept each time.
        (2, None, Some(1), 4),
    ] {
        let (url, count) = keeping(at_once).await;
        let mut builder = over(url).retry(RetryPolicy::never());
        if let Some(idle) = idle {
            builder = builder.pool_idle_timeout(idle);
        }
        if let Some(size) = size {
            builder = builder.pool_size(size);
        }
        let client = builder.build().unwrap();
        for _ in 0..3 {
            let done = client.call_all((0..at_once).map(|_| get())).await;
            assert!(done.iter().all(Result::is_ok), "{done:?}");
        }
        assert_eq!(count.load(Ordering::SeqCst), expected, "{at_once} {idle:?} {size:?}");
    }
}

/// Something at an address and port that neither takes nor refuses connections, because its queue is full.
async fn dead(address: IpAddr, port: u16) -> (TcpListener, Vec<TcpStream>) {
    let socket = if address.is_ipv6() { TcpSocket::new_v6() } else { TcpSocket::new_v4() }.unwrap();
    socket.bind((address, port).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let mut queue = Vec::new();
    let address = listener.local_addr().unwrap();
    while let Ok(stream) = timeout(Duration::from_millis(100), TcpStream::connect(address)).await {
        queue.push(stream.unwrap());
        assert!(queue.len() < 100, "the queue does not fill");
    }
    (listener, queue)
}

#[tokio::test]
async fn if_the_first_address_of_a_host_is_dead_the_other_one_is_used_soon() {
    let (url, count) = keeping(1).await;
    let port = url.trim_end_matches("/api").rsplit(':').next().unwrap().parse().unwrap();
    let _dead = dead(V6, port).await;
    let builder = || over(format!("http://LOCALHOST:{port}/api")).retry(RetryPolicy::never());
    let begun = Instant::now();
    let client = builder().resolve("localhost", [V6, V4]).build().unwrap();
    assert_eq!(client.call(get()).await.unwrap().name, "q");
    let took = begun.elapsed();
    assert!(took > Duration::from_millis(250) && took < Duration::from_secs(2), "{took:?}");

    // Addresses of the same family are tried one after another; they share the limit for connecting.
    let other = "127.0.0.2".parse().unwrap();
    let _dead_too = dead(other, port).await;
    let client = builder().resolve("localhost", [other, V4]).connect_timeout(Duration::from_millis(400));
    assert_eq!(client.build().unwrap().call(get()).await.unwrap().name, "q");

    // Without the live one, the limit ends the call.
    let client = builder().resolve("localhost", [V6]).connect_timeout(Duration::from_millis(200));
    let error = client.build().unwrap().call(get()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Connect), "{error}");
    assert!(!error.may_have_happened());
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn a11_a_name_of_this_machine_has_no_addresses_elsewhere() {
    let elsewhere: IpAddr = "203.0.113.9".parse().unwrap();
    let error = over("http://localhost/api").resolve("Localhost", [V4, elsewhere]).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    let line = "a name of this machine cannot have addresses elsewhere: what goes to it may be unencrypted";
    assert_eq!(error.to_string(), line);
}

#[tokio::test]
async fn a6_a_redirect_is_followed_with_its_body_within_the_origin_only() {
    let (elsewhere, visits) = keeping(1).await;
    for (target, kind) in [("/api/there/".to_owned(), None), (elsewhere, Some(ErrorKind::Redirect))] {
        let requests = Arc::new(AtomicUsize::new(0));
        let number = requests.clone();
        let (builder, _) = server(move |mut stream| {
            let is_first = number.fetch_add(1, Ordering::SeqCst) == 0;
            let redirect = format!(
                "HTTP/1.1 307 X\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            let answer = if is_first { redirect.into_bytes() } else { good_answer() };
            async move {
                let _ = stream.write_all(&answer).await;
            }
        })
        .await;
        let begun = Instant::now();
        let outcome = builder.build().unwrap().call(put()).await;
        assert_eq!(outcome.err().map(|error| error.kind()), kind);
        assert_eq!(requests.load(Ordering::SeqCst), if kind.is_none() { 2 } else { 1 });
        assert!(begun.elapsed() < SOON);
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}
