//! Encryption of inputs and results, for collaborations that ask for it.
//!
//! An input is encrypted for the organization that is to run it, a result for the organization that has
//! started the task. **There is no integrity**: vantage6's format is AES-CTR without a check, so who can
//! change a message on its way changes what comes out, and nobody notices. What is decrypted is no more
//! trustworthy than the server and the network.

mod der;
mod handle;
mod key;
mod message;
mod setup;
mod stream;

pub use handle::Encryption;
pub use key::{KeyError, PrivateKey, PublicKey};
pub use message::DecryptError;
pub use setup::{EncryptionError, SetupEncryption};
pub use stream::Form;
