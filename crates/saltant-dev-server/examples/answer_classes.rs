//! Prints the answer classes of recorded calls, each with the id of the first line that has it.
//!
//! Usage: `answer_classes CALLS.jsonl`, with lines that hold `id` and `exchanges` of `request` and `response`.

#[path = "../tests/support/answer_class.rs"]
mod answer_class;

use std::collections::BTreeMap;

use answer_class::{Body, answer_class};
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a file of recorded calls is needed")?;
    let mut classes: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for line in std::fs::read_to_string(path)?.lines() {
        // Python writes a NaN among a call's arguments as it is, which is no JSON.
        let call: Value = serde_json::from_str(&line.replace(": NaN", ": null"))?;
        for exchange in call["exchanges"].as_array().into_iter().flatten() {
            let (request, response) = (&exchange["request"], &exchange["response"]);
            let status = response["status"].as_u64().unwrap_or(0);
            // A dropped connection is no answer.
            if status == 0 {
                continue;
            }
            let body = match response["body_kind"].as_str() {
                Some("json") => Body::Json(&response["body"]),
                Some("none") | None => Body::Nothing,
                Some(_) => Body::Text,
            };
            let class = answer_class(
                request["method"].as_str().unwrap_or(""),
                request["path"].as_str().unwrap_or(""),
                u16::try_from(status)?,
                response["headers"]["content-type"].as_str().unwrap_or(""),
                body,
            );
            let entry =
                classes.entry(class).or_insert_with(|| (call["id"].as_str().unwrap_or("").to_owned(), 0));
            entry.1 += 1;
        }
    }
    for (class, (id, lines)) in &classes {
        println!("{class}\t{lines}\t{id}");
    }
    Ok(())
}
