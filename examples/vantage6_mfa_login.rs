//! Logs in to a server that asks for a two-factor code.
//!
//! `cargo run -p saltant-examples -- vantage6_mfa_login` prints:
//!
//! ```text
//! the server asks for a code
//! alice is logged in
//! ```

use std::error::Error;

use saltant::vantage6::{Client, Login};

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::new(std::env::var(Client::URL_VARIABLE)?)?;
    let password = std::env::var(Client::PASSWORD_VARIABLE)?;

    let client = match client.authenticate("alice", &*password).await? {
        Login::Done(client) => client,
        // The status of this answer is 200, too.
        Login::CodeNeeded { .. } => {
            println!("the server asks for a code");
            let code = std::env::var("CODE_OF_THE_PHONE")?; // a real program asks the user
            client.authenticate("alice", password).mfa_code(code).await?.into_client()?
        }
        // The first login of a user who has no authenticator yet.
        Login::SetUpTwoFactor(setup) => {
            println!("show this as a QR code: {}", setup.qr_uri.expose());
            return Ok(());
        }
        _ => return Err("the server answers with something new".into()),
    };
    println!("{} is logged in", client.me().ok_or("nobody is logged in")?.user.username);
    Ok(())
}
