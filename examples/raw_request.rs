//! Sends a request that the library has no operation for.
//!
//! `cargo run -p saltant-examples -- raw_request` prints:
//!
//! ```text
//! 200 OK, application/json
//! 5 task types
//! no such path: 404
//! ```

use std::error::Error;

use saltant::Client;
use saltant::core::http::Method;
use saltant::core::http::header::CONTENT_TYPE;
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    // The credential, the retries and the limits are those of every call.
    let answer = client.request(Method::GET, "executabletasktypes/").query("page_size", 1).await?;
    let kind = answer.headers().get(CONTENT_TYPE).ok_or("no type")?.to_str()?;
    println!("{}, {kind}", answer.status());
    let page: Value = serde_json::from_slice(answer.body())?;
    println!("{} task types", page["count"]);

    if let Err(error) = client.request(Method::GET, "weather/").await {
        println!("no such path: {}", error.status().ok_or("no status")?.as_u16());
    }
    Ok(())
}
