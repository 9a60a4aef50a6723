//! Why a server does not start.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a server could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Other machines can reach the address, and the builder did not allow that.
    NotLoopback(SocketAddr),
    /// The address is in use, or does not belong to this machine.
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The log directory cannot be created.
    LogDirectory {
        /// The directory, or the place for a temporary one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A user's name is empty, cannot be part of a path, or is the name of two users.
    Username(String),
    /// The token of this user is empty, has a space, is not ASCII, or belongs to another user too.
    Token(String),
    /// No role that every vantage6 server has is named so.
    Role(String),
    /// The pattern for the images that an organization's nodes allow is no regular expression.
    AllowedAlgorithm(String),
    /// The label of a database is not a name of ASCII letters, digits and `_`.
    DatabaseLabel(String),
    /// The file of a database cannot be copied.
    Database {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The private key of an organization is not an RSA key in PEM, or none can be made.
    OrganizationKey,
    /// No time zone has this name.
    TimeZone(String),
    /// The server's thread or runtime could not be created.
    Runtime(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(
                f,
                "refused to listen on {address}: other machines can reach it, and the server runs commands for \
                 anyone with a token"
            ),
            Self::Bind { address, .. } => write!(f, "cannot listen on {address}"),
            Self::LogDirectory { path, .. } => {
                write!(f, "cannot create the log directory {}", path.display())
            }
            Self::Username(name) => write!(f, "{name:?} is not a valid user name, or two users have it"),
            Self::Token(name) => write!(f, "the token of {name:?} is not valid, or another user has it"),
            Self::Role(name) => write!(f, "no role is named {name:?}"),
            Self::AllowedAlgorithm(text) => write!(f, "{text:?} is no pattern for the names of images"),
            Self::DatabaseLabel(label) => {
                write!(f, "{label:?} is no label: it needs ASCII letters, digits and `_`")
            }
            Self::Database { path, .. } => write!(f, "cannot copy the database {}", path.display()),
            Self::OrganizationKey => f.write_str("the key of an organization is not an RSA key in PEM"),
            Self::TimeZone(name) => write!(f, "no time zone is named {name:?}"),
            Self::Runtime(_) => f.write_str("cannot create a runtime for the server"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { source, .. }
            | Self::LogDirectory { source, .. }
            | Self::Database { source, .. }
            | Self::Runtime(source) => Some(source),
            _ => None,
        }
    }
}
