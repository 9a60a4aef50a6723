//! Measures list pages over ten thousand instances: run it with `--release`, by hand.
//!
//! The times are from request to answer, client and connection included, so the server's share is smaller.

#[path = "../tests/support/http.rs"]
mod http;

use std::time::Instant;

use http::{Request, send};
use saltant_dev_server::StartError;
use saltant_dev_server::saltant::{DevServer, NewUser};

const INSTANCES: u32 = 10_000;
const ROUNDS: u32 = 100;

fn main() -> Result<(), StartError> {
    let start = Instant::now();
    let server =
        DevServer::builder().user(NewUser::new("matt").token("t")).without_worker().start_blocking()?;
    println!("started in {:?}", start.elapsed());
    let post = |path: &str, body: &str| {
        let answer = send(server.addr(), &Request::new("POST", path).token("t").json(body));
        assert!(answer.is_some_and(|answer| answer.status == 201), "{path} {body}");
    };
    post("/api/executabletasktypes/", r#"{"name":"true","command_to_run":"true"}"#);
    post("/api/taskwhitelists/", r#"{"name":"w","whitelisted_executable_task_types":[1]}"#);
    post("/api/taskqueues/", r#"{"name":"q","whitelists":[1]}"#);
    let start = Instant::now();
    for number in 0..INSTANCES {
        let body =
            format!(r#"{{"name":"run {number}","task_type":1,"task_queue":1,"arguments":{{"n":{number}}}}}"#);
        post("/api/executabletaskinstances/", &body);
    }
    println!("{INSTANCES} instances made, {:?} each", start.elapsed() / INSTANCES);
    for query in [
        "page_size=100",
        "page_size=100&page=50",
        "page_size=100&name__contains=99",
        "page_size=100&name__regex=%5Erun%20%5B0-9%5D%2B9$&state__in=created,published&user__username=matt",
        "page_size=100&datetime_created__gte=2020-01-01T00:00:00Z&datetime_created__year=2020",
        "page_size=9223372036854775807",
    ] {
        let request = Request::new("GET", &format!("/api/executabletaskinstances/?{query}")).token("t");
        let start = Instant::now();
        for _ in 0..ROUNDS {
            assert!(send(server.addr(), &request).is_some_and(|answer| answer.status == 200));
        }
        println!("{:>10.3?} {query}", start.elapsed() / ROUNDS);
    }
    Ok(())
}
