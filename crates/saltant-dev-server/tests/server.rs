//! The server from outside: starting, stopping, its handle, and faults.

#[path = "support/http.rs"]
mod http;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use http::{Request, send};
use saltant_dev_server::saltant::{DevServer, NewUser};
use saltant_dev_server::{Fault, StartError, Timestamp};

fn server() -> DevServer {
    DevServer::builder().user(NewUser::new("matt").token("t")).start_blocking().unwrap()
}

fn get(server: &DevServer, target: &str) -> Option<http::Answer> {
    send(server.addr(), &Request::new("GET", target).token("t"))
}

#[test]
fn users_are_completed_and_their_credentials_work() {
    let server =
        DevServer::builder().user("matt").user(NewUser::new("daniel").token("d")).start_blocking().unwrap();
    let [matt, daniel] = server.users() else { panic!("two users") };
    assert!(matt.superuser && !daniel.superuser);
    assert_eq!(
        (matt.token.len(), daniel.token.as_str(), daniel.email.as_str()),
        (40, "d", "daniel@example.org")
    );
    let answer = send(server.addr(), &Request::new("GET", "/api/users/").token(&matt.token)).unwrap();
    assert_eq!((answer.status, answer.json()["count"].as_u64()), (200, Some(2)));
    let body = format!(r#"{{"username":"matt","password":"{}"}}"#, matt.password);
    assert_eq!(send(server.addr(), &Request::new("POST", "/api/token/").json(&body)).unwrap().status, 200);
}

#[test]
fn debug_shows_no_secret() {
    let builder = DevServer::builder()
        .user(NewUser::new("matt").token("secret-token").password("secret-word"))
        .worker_variable("KEY", "secret-value");
    let before = format!("{builder:?}");
    let server = builder.start_blocking().unwrap();
    let session = server.sign_in("matt").unwrap();
    let shown = format!("{before} {server:?} {:?} {session:?}", server.users());
    assert!(shown.contains("matt"));
    assert!(!shown.contains("secret") && !shown.contains(&session.session_id), "{shown}");
}

#[test]
fn a_server_without_users_has_an_admin_and_still_asks_for_a_token() {
    let server = DevServer::builder().start_blocking().unwrap();
    assert_eq!(server.users().len(), 1);
    assert!(server.user("admin").unwrap().superuser);
    assert_eq!(send(server.addr(), &Request::new("GET", "/api/users/")).unwrap().status, 403);
}

#[test]
fn a_seed_repeats_the_credentials_and_none_does_not() {
    let users = |seed: Option<u64>| {
        let builder = DevServer::builder().user("matt");
        let builder = match seed {
            Some(seed) => builder.seed(seed),
            None => builder,
        };
        builder.start_blocking().unwrap().users().to_vec()
    };
    assert_eq!(users(Some(1)), users(Some(1)));
    assert_ne!(users(Some(1)), users(Some(2)));
    assert_ne!(users(None), users(None));
}

#[test]
fn a_fixed_clock_stands_still_until_it_is_advanced() {
    let start: Timestamp = "2026-11-21T00:16:11Z".parse().unwrap();
    let builder = DevServer::builder().user(NewUser::new("matt").token("t"));
    let server = builder.fixed_clock(start).start_blocking().unwrap();
    let created = |name: &str| {
        let body = format!(r#"{{"name":"{name}","command_to_run":"true"}}"#);
        let request = Request::new("POST", "/api/executabletasktypes/").token("t").json(&body);
        send(server.addr(), &request).unwrap().json()["datetime_created"].as_str().unwrap().to_owned()
    };
    assert_eq!([created("a"), created("b")], ["2026-11-21T00:16:11Z"; 2]);
    server.advance_clock(Duration::from_millis(61_500));
    assert_eq!([created("c"), created("d")], ["2026-11-21T00:17:12.500000Z"; 2]);
}

#[test]
fn an_address_beyond_loopback_needs_the_long_word() {
    let everywhere: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let refused = DevServer::builder().address(everywhere).start_blocking().unwrap_err();
    assert!(matches!(refused, StartError::NotLoopback(address) if address == everywhere), "{refused}");
    let server = DevServer::builder()
        .address(everywhere)
        .allow_anyone_on_the_network_to_run_commands()
        .start_blocking()
        .unwrap();
    assert!(server.url().starts_with("http://127.0.0.1:"), "{}", server.url());
}

#[test]
fn bad_settings_are_refused_with_a_reason() {
    let error =
        |builder: saltant_dev_server::saltant::DevServerBuilder| builder.start_blocking().unwrap_err();
    assert!(matches!(error(DevServer::builder().user("a").user("a")), StartError::Username(_)));
    assert!(matches!(error(DevServer::builder().user("")), StartError::Username(_)));
    assert!(matches!(error(DevServer::builder().user(NewUser::new("a").token("a b"))), StartError::Token(_)));
    assert!(matches!(
        error(DevServer::builder().user(NewUser::new("a").time_zone("No/Where"))),
        StartError::TimeZone(_)
    ));
    let first = server();
    assert!(matches!(error(DevServer::builder().address(first.addr())), StartError::Bind { .. }));
}

#[test]
fn many_servers_run_side_by_side_and_stop_when_dropped() {
    let servers: Vec<_> = (0..20).map(|_| server()).collect();
    for server in &servers {
        assert_eq!(get(server, "/api/users/").unwrap().status, 200);
        assert_eq!(server.request_count(), 1);
    }
    let addresses: Vec<_> = servers.iter().map(DevServer::addr).collect();
    drop(servers);
    let deadline = Instant::now() + Duration::from_secs(10);
    for address in addresses {
        while std::net::TcpStream::connect(address).is_ok() {
            assert!(Instant::now() < deadline, "{address} still listens");
            std::thread::yield_now();
        }
    }
}

#[tokio::test]
async fn shutdown_waits_for_answers_that_are_on_their_way() {
    let server = DevServer::builder()
        .user(NewUser::new("matt").token("t"))
        .latency(Duration::from_millis(200))
        .start()
        .await
        .unwrap();
    let address = server.addr();
    let asking =
        tokio::task::spawn_blocking(move || send(address, &Request::new("GET", "/api/users/").token("t")));
    let deadline = Instant::now() + Duration::from_secs(10);
    while server.request_count() == 0 {
        assert!(Instant::now() < deadline, "the request did not arrive");
        tokio::task::yield_now().await;
    }
    server.shutdown().await;
    assert_eq!(asking.await.unwrap().unwrap().status, 200);
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[test]
fn a_blocking_shutdown_ends_only_after_the_last_answer() {
    let server = DevServer::builder()
        .user(NewUser::new("matt").token("t"))
        .latency(Duration::from_millis(100))
        .start_blocking();
    let server = server.unwrap();
    let address = server.addr();
    let asking = std::thread::spawn(move || send(address, &Request::new("GET", "/api/users/").token("t")));
    let deadline = Instant::now() + Duration::from_secs(10);
    while server.request_count() == 0 {
        assert!(Instant::now() < deadline, "the request did not arrive");
        std::thread::yield_now();
    }
    server.shutdown_blocking();
    assert!(std::net::TcpStream::connect(address).is_err());
    assert_eq!(asking.join().unwrap().unwrap().status, 200);
}

#[test]
fn a_server_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&server());
}

#[test]
fn requests_are_recorded() {
    let server = server();
    get(&server, "/api/users/?page_size=1");
    get(&server, "/nowhere");
    let seen: Vec<_> = server
        .requests()
        .into_iter()
        .map(|r| format!("{} {} {} {:?}", r.method, r.path, r.query, r.status))
        .collect();
    assert_eq!(seen, ["GET /api/users/ page_size=1 Some(200)", "GET /nowhere  Some(404)"]);
}

#[test]
fn statuses_are_injected_so_many_times() {
    let server = server();
    server.inject(Fault::status(503).on("GET", "/api/users/").header("retry-after", "1").times(2));
    let answer = get(&server, "/api/users/").unwrap();
    assert_eq!((answer.status, answer.header("retry-after"), answer.text.as_str()), (503, Some("1"), ""));
    assert_eq!(get(&server, "/api/taskqueues/").unwrap().status, 200);
    assert_eq!(get(&server, "/api/users/").unwrap().status, 503);
    assert_eq!(get(&server, "/api/users/").unwrap().status, 200);
    server.inject(Fault::status(500).always().body("text/plain", "oops"));
    assert_eq!(get(&server, "/api/users/").unwrap().text, "oops");
    server.clear_faults();
    assert_eq!(get(&server, "/api/users/").unwrap().status, 200);
}

#[test]
fn connections_are_dropped_before_or_after_the_work_is_done() {
    let server = server();
    let create = |name: &str| {
        let body = format!(r#"{{"name":"{name}"}}"#);
        send(server.addr(), &Request::new("POST", "/api/taskqueues/").token("t").json(&body))
            .map(|a| a.status)
    };
    server.inject(Fault::drop_connection().on("POST", "/api/*"));
    assert_eq!(create("before"), None);
    server.inject(Fault::lose_answer().on("POST", "/api/*"));
    assert_eq!(create("after"), None);
    server.inject(Fault::cut_answer().on("GET", "*"));
    assert!(get(&server, "/api/taskqueues/").is_none());
    let names = get(&server, "/api/taskqueues/").unwrap().json();
    assert_eq!((names["count"].as_u64(), names["results"][0]["name"].as_str()), (Some(1), Some("after")));
    assert_eq!(server.requests().iter().filter(|request| request.status.is_none()).count(), 3);
}

#[test]
fn a_delay_takes_its_time() {
    let server = server();
    server.inject(Fault::delay(Duration::from_millis(80)));
    let start = Instant::now();
    get(&server, "/api/users/");
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[test]
fn removed_users_leave_their_types_behind() {
    let server = DevServer::builder()
        .user(NewUser::new("matt").token("t"))
        .user(NewUser::new("daniel").token("d"))
        .start_blocking()
        .unwrap();
    let body = r#"{"name":"x","command_to_run":"true"}"#;
    send(server.addr(), &Request::new("POST", "/api/executabletasktypes/").token("d").json(body)).unwrap();
    assert!(server.remove_user("daniel") && !server.remove_user("daniel"));
    assert!(get(&server, "/api/executabletasktypes/1/").unwrap().json()["user"].is_null());
    send(server.addr(), &Request::new("POST", "/api/taskqueues/").token("t").json(r#"{"name":"q"}"#))
        .unwrap();
    assert!(!server.remove_user("matt"), "a queue always has an owner");
}

#[test]
fn json_is_indented_on_request() {
    let server = server();
    let text = |accept: &str| {
        let request = Request::new("GET", "/api/users/").token("t").header("accept", accept);
        send(server.addr(), &request).unwrap().text
    };
    let compact = r#"{"count":1,"next":null,"previous":null,"results":[{"username":"matt","email":"matt@example.org"}]}"#;
    assert_eq!(text("application/json; indent=0"), compact);
    let indented = r#"{
  "count": 1,
  "next": null,
  "previous": null,
  "results": [
    {
      "username": "matt",
      "email": "matt@example.org"
    }
  ]
}"#;
    assert_eq!(text("Application/JSON; indent=2"), indented);
    let none = Request::new("GET", "/api/taskqueues/").token("t").header("accept", "*/*;indent=1");
    let none = send(server.addr(), &none).unwrap().text;
    assert_eq!(none, "{\n \"count\": 0,\n \"next\": null,\n \"previous\": null,\n \"results\": []\n}");
}
