//! Encryption of inputs and results, for encrypted collaborations.
//!
//! An input is encrypted for the organization that runs it, a result for the organization that created the
//! task. **Messages have no integrity check**: vantage6's format is AES-CTR without authentication. Everyone
//! who can change a message on its way changes its content unnoticed. Decrypted content is only as
//! trustworthy as the server and the network.

mod handle;
mod key;
mod message;
mod recode;
mod setup;
mod stream;

pub use handle::Encryption;
pub use key::{KeyError, PrivateKey, PublicKey};
pub use message::DecryptError;
pub(super) use recode::FromSealed;
pub use setup::{EncryptionError, SetupEncryption};
pub use stream::Form;
