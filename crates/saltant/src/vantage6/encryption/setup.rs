use std::fmt;
use std::future::IntoFuture;
use std::path::Path;

use saltant_core::vantage6::{GetOrganization, PayloadError, UpdateOrganization};
use saltant_core::{BoxFuture, Error};
use saltant_types::vantage6::OrganizationId;

use super::{DecryptError, Encryption, KeyError, PrivateKey, PublicKey};
use crate::vantage6::{Client, ResultError, Util};

/// Why something could not be encrypted, decrypted or set up for it.
#[derive(Debug)]
#[non_exhaustive]
pub enum EncryptionError {
    /// A request failed.
    Request(Error),
    /// A key is no good.
    Key(KeyError),
    /// The server has another key for the organization. Whoever replaces it can no longer read what was
    /// encrypted with it.
    OtherKey {
        /// The organization.
        organization: OrganizationId,
        /// The fingerprint of the key on the server; `None` if what is there is no key.
        fingerprint: Option<String>,
    },
    /// The organization has no public key, so nobody can encrypt for it.
    NoPublicKey {
        /// The organization.
        organization: OrganizationId,
    },
    /// The message cannot be decrypted.
    Decrypt(DecryptError),
    /// What was decrypted is something else than wanted.
    Payload(PayloadError),
    /// An organization brought no result.
    Result(ResultError),
}

impl fmt::Display for EncryptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Key(error) => error.fmt(f),
            Self::OtherKey { organization, fingerprint } => {
                let what = fingerprint.as_deref().unwrap_or("something that is no key");
                write!(f, "the server has another public key for organization {organization}: {what}")
            }
            Self::NoPublicKey { organization } => {
                write!(f, "organization {organization} has no public key to encrypt for")
            }
            Self::Decrypt(error) => error.fmt(f),
            Self::Payload(error) => error.fmt(f),
            Self::Result(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EncryptionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => std::error::Error::source(error),
            _ => None,
        }
    }
}

macro_rules! from {
    ($($variant:ident($error:ty)),+) => { $(
        impl From<$error> for EncryptionError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )+ };
}

from!(Request(Error), Key(KeyError), Decrypt(DecryptError), Payload(PayloadError), Result(ResultError));

/// The setting up of encryption: it begins when it is awaited.
#[derive(Clone, Debug)]
#[must_use = "nothing is set up until it is awaited"]
pub struct SetupEncryption<'c> {
    client: &'c Client,
    key: PrivateKey,
    replace: bool,
}

impl SetupEncryption<'_> {
    /// Allows a different key on the server to be replaced. Inputs and results that were encrypted with it
    /// can then be read with the old private key only.
    pub fn replace_other_key(mut self) -> Self {
        self.replace = true;
        self
    }
}

impl Client {
    /// Sets up encryption with the private key of one's organization.
    ///
    /// The public key is published if the server has none. If it has a different one, that is an error: it
    /// is never overwritten unless [told so](SetupEncryption::replace_other_key).
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use saltant::vantage6::{CollaborationId, CreateTask, PrivateKey};
    ///
    /// let encryption = client.setup_encryption(PrivateKey::load("private_key.pem")?).await?;
    /// let task = CreateTask::new("harbor.example.org/average:1", [2, 3])
    ///     .input(serde_json::json!({"method": "average"}));
    /// let task = encryption.create_task(CollaborationId::new(2), task).await?;
    /// let results = client.wait_for_results(&task).await?;
    /// println!("{:?}", encryption.json::<f64>(&results)?);
    /// # Ok(())
    /// # }
    /// ```
    pub fn setup_encryption(&self, key: PrivateKey) -> SetupEncryption<'_> {
        SetupEncryption { client: self, key, replace: false }
    }
}

impl<'c> IntoFuture for SetupEncryption<'c> {
    type Output = Result<Encryption<'c>, EncryptionError>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let id = self.client.logged_in()?.organization.id;
            let organization = self.client.call(GetOrganization::new(id)).await?;
            let wire = self.key.public_key().to_wire();
            let on_server = organization.public_key.trim();
            if on_server != wire && same_key(on_server, self.key.public_key()) {
                // The same key in another wrapping is left as it is.
            } else if on_server != wire {
                if !on_server.is_empty() && !self.replace {
                    return Err(other_key(id, on_server));
                }
                self.client.call(UpdateOrganization::new(id).public_key(wire)).await?;
            }
            Ok(Encryption::new(self.client, self.key))
        })
    }
}

fn same_key(wire: &str, key: &PublicKey) -> bool {
    PublicKey::from_wire(wire).is_ok_and(|found| found == *key)
}

fn other_key(organization: OrganizationId, wire: &str) -> EncryptionError {
    let fingerprint = PublicKey::from_wire(wire).ok().map(|key| key.fingerprint());
    EncryptionError::OtherKey { organization, fingerprint }
}

impl<'c> Util<'c> {
    /// Makes a new private key, writes it to a new file and publishes its public key.
    ///
    /// Nothing happens if the organization has a key already, and a file that is there is never overwritten.
    /// Making the key takes the processor some seconds, during which the calling thread does nothing else.
    pub async fn generate_private_key(
        self,
        file: impl AsRef<Path>,
    ) -> Result<Encryption<'c>, EncryptionError> {
        let client = self.0;
        let id = client.logged_in()?.organization.id;
        let organization = client.call(GetOrganization::new(id)).await?;
        if organization.has_public_key() {
            return Err(other_key(id, &organization.public_key));
        }
        let key = PrivateKey::generate()?;
        key.save_new(file)?;
        client.call(UpdateOrganization::new(id).public_key(key.public_key().to_wire())).await?;
        Ok(Encryption::new(client, key))
    }
}
