use super::Username;
use super::number::integer;
use super::record::record;
use crate::open_enum::open_enum;
use crate::{Secret, Timestamp};

open_enum! {
    /// What a credential is.
    pub enum CredentialType {
        /// None is needed.
        Local = "LOCAL",
        /// A name and password, checked by PAM.
        Pam = "PAM",
        /// A name and password.
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
    /// The kind of server that gives out certificates.
    pub enum CredentialServerProtocol {
        /// `MyProxy`.
        Myproxy = "MYPROXY",
        /// OAuth for `MyProxy`.
        Oa4mp = "OA4MP",
    }
}

open_enum! {
    /// Which half of a system a credential is for.
    pub enum CredentialParent {
        /// Its files.
        Storage = "STORAGE",
        /// Its jobs.
        Execution = "EXECUTION",
    }
}

record! {
    sent
    /// What the service logs in to a system with.
    pub struct UserCredential {
        /// What it is.
        r#type: CredentialType,
        /// The name on the system.
        username: String,
        /// The password, or the word that opens the key or the certificate.
        password: Secret,
        /// The private key.
        private_key: Secret,
        /// The public key.
        public_key: String,
        /// The certificate or token.
        credential: Secret,
        /// The user within the owner's application that it is for.
        internal_username: Username,
        /// The server that gives out certificates.
        server: CredentialServer,
    }
}

record! {
    sent
    /// A server that gives out certificates.
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
    /// A credential that the service keeps for a system.
    pub struct StoredCredential {
        /// What it is.
        r#type: CredentialType,
        /// Which half of the system it is for.
        parent_type: CredentialParent,
        /// The name on the system.
        username: String,
        /// The user within the owner's application that it is for.
        internal_username: Username,
        /// The password, most often scrambled.
        password: Secret,
        /// The private key, most often scrambled.
        private_key: Secret,
        /// The public key.
        public_key: String,
        /// The certificate or token, most often scrambled.
        credential: Secret,
        /// The server that gives out certificates.
        server: CredentialServer,
        /// Whether it is used unless a user has their own.
        default: bool,
        /// Whether it is still good.
        valid: bool,
        /// When it ends.
        expiration_date: Timestamp,
    }
}
