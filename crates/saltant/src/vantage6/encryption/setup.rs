use std::fmt;
use std::future::IntoFuture;
use std::path::Path;

use saltant_core::vantage6::{GetOrganization, PayloadError, UpdateOrganization};
use saltant_core::{BoxFuture, EncodeError, Error};
use saltant_types::vantage6::OrganizationId;

use super::{DecryptError, Encryption, KeyError, PrivateKey, PublicKey};
use crate::vantage6::{Client, ResultError};

/// Why encryption, decryption or its set-up failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum EncryptionError {
    /// A request failed.
    Request(Error),
    /// A key cannot be used.
    Key(KeyError),
    /// The server has another key for the organization. If it were replaced, new keys could not read what was
    /// encrypted with it.
    OtherKey {
        /// The organization's id.
        organization: OrganizationId,
        /// The fingerprint of the key on the server; `None` if the text there is not a key.
        fingerprint: Option<String>,
    },
    /// The organization has no public key, so nobody can encrypt for it.
    NoPublicKey {
        /// The organization's id.
        organization: OrganizationId,
    },
    /// The message cannot be decrypted.
    Decrypt(DecryptError),
    /// The decrypted content cannot be read as wanted.
    Payload(PayloadError),
    /// An organization has no result.
    Result(ResultError),
}

impl fmt::Display for EncryptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Key(error) => error.fmt(f),
            Self::OtherKey { organization, fingerprint } => {
                let what = fingerprint.as_deref().unwrap_or("a text that is not a key");
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

impl From<EncodeError> for EncryptionError {
    fn from(error: EncodeError) -> Self {
        Self::Request(error.into())
    }
}

/// The set-up of encryption. It begins when it is awaited.
#[derive(Clone, Debug)]
#[must_use = "the set-up begins when it is awaited"]
pub struct SetupEncryption<'c> {
    client: &'c Client,
    key: PrivateKey,
    replace: bool,
}

impl SetupEncryption<'_> {
    /// Replaces a different key on the server. What was encrypted with that key can then only be read with the
    /// old private key.
    pub fn replace_other_key(mut self) -> Self {
        self.replace = true;
        self
    }
}

impl Client {
    /// Sets up encryption with the private key of the caller's organization.
    ///
    /// If the server has no public key, this one is sent. If the server has a different one, the set-up fails:
    /// only [`replace_other_key`](SetupEncryption::replace_other_key) overwrites it.
    ///
    /// ```no_run
    /// # async fn run(client: saltant::vantage6::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use saltant::vantage6::{CreateTask, PrivateKey};
    ///
    /// let encryption = client.setup_encryption(PrivateKey::load("private_key.pem")?).await?;
    /// let task = CreateTask::new("harbor.example.org/average:1", [2, 3])
    ///     .collaboration(2)
    ///     .input(serde_json::json!({"method": "average"}));
    /// let task = encryption.create_task(task).await?;
    /// let results = client.wait_for_results(&task).await?;
    /// println!("{:?}", encryption.json::<f64>(&results)?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`OtherKey`](EncryptionError::OtherKey) if the server has another public key, and
    /// [`Request`](EncryptionError::Request) with the errors of the calls.
    pub fn setup_encryption(&self, key: PrivateKey) -> SetupEncryption<'_> {
        SetupEncryption { client: self, key, replace: false }
    }

    /// Makes a new private key, writes it to a new file and sends its public key to the server.
    /// Nothing that is there is replaced.
    ///
    /// Making the key blocks the calling thread for some seconds.
    ///
    /// # Errors
    ///
    /// [`OtherKey`](EncryptionError::OtherKey) if the organization has a public key already,
    /// [`Key`](EncryptionError::Key) if the file exists or cannot be written, and
    /// [`Request`](EncryptionError::Request) with the errors of the calls. If only the last call fails, the file is
    /// there: use it with [`setup_encryption`](Self::setup_encryption).
    pub async fn generate_private_key(&self, file: impl AsRef<Path>) -> Result<Encryption, EncryptionError> {
        let id = self.own_organization_id().await?;
        let organization = self.call(GetOrganization::new(id)).await?;
        if organization.has_public_key() {
            return Err(other_key(id, &organization.public_key));
        }
        let key = PrivateKey::generate()?;
        key.save_new(file)?;
        self.call(UpdateOrganization::new(id).public_key(key.public_key().to_wire())).await?;
        Ok(Encryption::new(self.clone(), key))
    }
}

impl<'c> IntoFuture for SetupEncryption<'c> {
    type Output = Result<Encryption, EncryptionError>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let id = self.client.own_organization_id().await?;
            let organization = self.client.call(GetOrganization::new(id)).await?;
            let wire = self.key.public_key().to_wire();
            let on_server = organization.public_key.trim();
            if on_server != wire && same_key(on_server, self.key.public_key()) {
                // The same key in another form stays as it is.
            } else if on_server != wire {
                if !on_server.is_empty() && !self.replace {
                    return Err(other_key(id, on_server));
                }
                self.client.call(UpdateOrganization::new(id).public_key(wire)).await?;
            }
            Ok(Encryption::new(self.client.clone(), self.key))
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
