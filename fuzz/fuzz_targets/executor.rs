//! A whole answer through a client, and a line of a recording.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saltant_core::saltant::{GetTaskQueue, ListUsers};
use saltant_fuzz::check;
use saltant_http::Client;
use saltant_http::replay::Exchange;
use saltant_http::testing::{Reply, ScriptedTransport};

fuzz_target!(|data: &[u8]| {
    let _ = serde_json::from_slice::<Exchange>(data);
    let Some(([status, header, rest @ ..], body)) = data.split_first_chunk::<4>() else { return };
    let name = ["content-encoding", "location", "retry-after", "content-type"][usize::from(*header) % 4];
    let value = if name == "content-encoding" { b"gzip" } else { &rest[..] };
    let response = http::Response::builder().status(200 + u16::from(*status)).header(name, value);
    let Ok(response) = response.body(body.to_vec()) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(async {
        let transport = ScriptedTransport::new([Reply::answer(response.clone()), Reply::answer(response)]);
        let client = Client::builder("https://example.org").transport(transport).build().unwrap();
        if let Err(error) = client.call(GetTaskQueue::new(7)).await {
            check(&error);
        }
        let _ = client.call(ListUsers::new()).items().max_pages(3).all().await;
    });
});
