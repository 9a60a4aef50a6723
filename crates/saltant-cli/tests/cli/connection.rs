use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use saltant_dev_server::Fault;

use crate::support::{Place, answering, run};

#[test]
fn a_proxy_gets_the_requests_that_leave_this_machine() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = proxy.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.extend(byte);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}").unwrap();
        String::from_utf8(request).unwrap()
    });
    let there =
        ["--url", "http://saltant.example.org/api/", "--allow-http", "--token", "t", "--proxy", &address];
    run(&[&["api", "users/"], &there[..]].concat()).ok();
    assert!(asked.join().unwrap().starts_with("GET http://saltant.example.org/api/users/ "));

    // The proxy is gone, and is not needed here.
    let (server, url) = answering(|_| b"{}".to_vec());
    run(&["api", "users/", "--url", &url, "--token", "t", "--proxy", &address]).ok();
    server.join().unwrap();
    let wrong = run(&["api", "users/", "--url", &url, "--token", "t", "--proxy", "canary://:x"]).fails(2);
    assert!(wrong.contains("the address of the proxy") && !wrong.contains("canary"), "{wrong}");
}

#[test]
fn a_file_of_authorities_has_to_hold_some_and_insecure_is_loud() {
    let users = ["api", "users/", "--url", "https://example.org/api/", "--token", "t", "--dry-run"];
    let missing = run(&[&users[..], &["--ca-file", "/nonexistent.pem"]].concat()).fails(2);
    assert!(missing.contains("/nonexistent.pem cannot be read"), "{missing}");
    let loud = run(&[&users[..], &["--insecure"]].concat());
    assert!(
        loud.stderr.starts_with("warning: --insecure: the server's certificate is not checked"),
        "{loud:?}"
    );
    loud.ok();
}

#[test]
fn the_size_of_an_answer_and_the_retries_can_be_set() {
    let place = Place::with(|builder| builder.fault(Fault::status(503).on("GET", "/api/users/").always()));
    for (retries, requests) in [("0", 1), ("3", 4)] {
        let before = place.server.request_count();
        place.run(&["user", "list", "--retries", retries]).fails(1);
        assert_eq!(place.server.request_count() - before, requests, "{retries}");
    }
    let large = place.run(&["user", "get", "matt", "--max-answer", "10B"]).fails(1);
    assert!(large.contains("10 bytes"), "{large}");
    place.run(&["user", "get", "matt", "--max-answer", "1KiB"]).ok();
}
