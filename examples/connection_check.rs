//! Tells a bad token, a wrong address and a server in trouble apart.
//!
//! `cargo run -p saltant-examples -- connection_check` prints:
//!
//! ```text
//! as it should be: fine
//! another token: the server refuses the token
//! another address: there is no saltant API at the address; it usually ends with /api/
//! ```

use std::error::Error;

use saltant::Client;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let url = client.http().base_url().to_string();
    let token = std::env::var(Client::TOKEN_VARIABLE)?;
    let address = url.trim_end_matches("/api/").to_owned();
    for (what, client) in [
        ("as it should be", client),
        ("another token", Client::new(&*url, "another-token")?),
        ("another address", Client::new(address, token)?),
    ] {
        match client.test_authentication().await {
            Ok(()) => println!("{what}: fine"),
            Err(error) => println!("{what}: {error}"),
        }
    }
    Ok(())
}
