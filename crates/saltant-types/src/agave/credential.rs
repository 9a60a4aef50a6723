use super::Username;
use super::number::integer;
use super::record::record;
use crate::open_enum::open_enum;
use crate::{Secret, Timestamp};

open_enum! {
    /// The type of a credential.
    pub enum CredentialType {
        /// No credential is needed.
        Local = "LOCAL",
        /// A user name and password, checked by PAM.
        Pam = "PAM",
        /// A user name and password.
        Password = "PASSWORD",
        /// A pair of SSH keys.
        Sshkeys = "SSHKEYS",
        /// A token.
        Token = "TOKEN",
        /// A certificate.
        X509 = "X509",
    }
}

open_enum! {
    /// The kind of a server that issues certificates.
    pub enum CredentialServerProtocol {
        /// `MyProxy`.
        Myproxy = "MYPROXY",
        /// OAuth for `MyProxy`.
        Oa4mp = "OA4MP",
    }
}

open_enum! {
    /// Whether a credential is for a system's files or for its jobs.
    pub enum CredentialParent {
        /// For its files.
        Storage = "STORAGE",
        /// For its jobs.
        Execution = "EXECUTION",
    }
}

record! {
    sent
    /// A server that issues certificates.
    pub struct CredentialServer {
        /// The host.
        endpoint: String,
        /// The port.
        #[serde(deserialize_with = "integer")]
        port: u16,
        /// The kind of server.
        protocol: CredentialServerProtocol,
    }
}

record! {
    /// A credential that the service stores for a system. The secrets in it are most often encrypted.
    answered pub struct StoredCredential,
    /// A credential that the service logs in to a system with.
    sent pub struct UserCredential,

    /// Its type, which says which of the fields are used.
    r#type: CredentialType,
    /// Whether it is for the system's files or for its jobs.
    answered parent_type: CredentialParent,
    /// The user name on the system.
    username: String,
    /// The password, or the passphrase of the key or the certificate.
    password: Secret,
    /// The private key.
    private_key: Secret,
    /// The public key.
    public_key: String,
    /// The certificate or token.
    credential: Secret,
    /// The internal user that it is for: a user within the owner's application.
    internal_username: Username,
    /// The server that issues certificates.
    server: CredentialServer,
    /// Whether it is used for all users without a credential of their own.
    answered default: bool,
    /// Whether it has not expired.
    answered valid: bool,
    /// When it expires.
    answered expiration_date: Timestamp,
}
