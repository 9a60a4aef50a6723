//! Keeps the tokens of a login, and continues the session without a password.
//!
//! `cargo run -p saltant-examples -- vantage6_kept_session` prints:
//!
//! ```text
//! alice logged in
//! a later program acts for the user of the tokens: true
//! ```

use std::error::Error;
use std::fs;

use saltant::vantage6::{Client, TokenSet};

/// The file with the tokens. A real program makes it readable by its owner only.
const STORE: &str = "session.json";

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::login_from_env().await?;
    let me = client.me().ok_or("nobody is logged in")?;
    println!("{} logged in", me.user.username);
    let tokens = client.tokens_now().ok_or("there are no tokens")?;
    fs::write(STORE, serde_json::to_vec(&tokens)?)?;

    let tokens: TokenSet = serde_json::from_slice(&fs::read(STORE)?)?;
    let later = Client::new(std::env::var(Client::URL_VARIABLE)?)?.with_tokens(tokens);
    // The tokens are renewed when they expire; `tokens_now()` gives those to be stored then.
    let user = later.users().own().await?;
    println!("a later program acts for the user of the tokens: {}", Some(user.id) == later.user_id());
    Ok(())
}
