//! Logs in once, keeps the tokens in a file, and continues with them later.
//!
//! `cargo run -p saltant-examples -- kept_tokens` prints:
//!
//! ```text
//! logged in as matt; the tokens are in tokens.json
//! a later program is matt without a password
//! ```

use std::error::Error;
use std::fs;

use saltant::saltant::{JsonWebToken, ObtainToken, TokenPair};
use saltant::{Client, Secret};

/// The file with the tokens. A real program makes it readable by its owner only.
const STORE: &str = "tokens.json";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::var(Client::URL_VARIABLE)?;
    let password: Secret = std::env::var("SALTANT_PASSWORD")?.into();

    let anonymous: Client = Client::builder(&*url).build()?;
    let tokens = anonymous.call(ObtainToken::new("matt", password)).await?;
    keep(&tokens);
    let user = continued(&url)?.users().get("matt").await?;
    println!("logged in as {}; the tokens are in {STORE}", user.username);

    let user = continued(&url)?.users().get("matt").await?;
    println!("a later program is {} without a password", user.username);
    Ok(())
}

/// A client with the tokens of the file. Renewed ones are written back.
fn continued(url: &str) -> Result<Client, Box<dyn Error>> {
    let tokens: TokenPair = serde_json::from_slice(&fs::read(STORE)?)?;
    let credential = JsonWebToken::new(tokens).kept_in(keep);
    Ok(Client::builder(url).credential(credential).build()?)
}

/// Writes the tokens. In a log they would be masked; in JSON they are there as they are.
fn keep(tokens: &TokenPair) {
    let written = serde_json::to_vec(tokens).map_err(Into::into).and_then(|json| fs::write(STORE, json));
    if let Err(error) = written {
        eprintln!("the tokens are not kept: {error}");
    }
}
