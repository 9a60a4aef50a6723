//! The rules of calls: retries, credentials, paging, waiting.

pub(crate) mod bearer;
pub(crate) mod credential;
pub(crate) mod directory;
pub(crate) mod effect;
pub(crate) mod facts;
pub(crate) mod paging;
pub(crate) mod renewable;
pub mod retry;
pub(crate) mod token_store;
pub mod wait;

pub use bearer::BearerToken;
pub use credential::{AuthUse, Credential, NoCredential, Renewal};
pub use directory::Directory;
pub use effect::Effect;
pub use facts::{Facts, Question};
pub use paging::{Paged, Paging, Position};
pub use renewable::{Renewable, RenewableTokens};
pub use token_store::{KeptTokens, RenewalTurn, TokenStore};
