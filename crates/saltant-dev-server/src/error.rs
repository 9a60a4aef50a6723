//! Why a server does not start.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Why a server could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address can be reached from other machines, and nobody said that this is meant.
    NotLoopback(SocketAddr),
    /// The address is taken, or not this machine's.
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The log directory cannot be made.
    LogDirectory {
        /// The directory, or where a temporary one was to be.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A user's name is empty or cannot be in a path, or two users have it.
    Username(String),
    /// The token of this user is empty, has a space or is not ASCII, or another user has it.
    Token(String),
    /// There is no time zone of this name.
    TimeZone(String),
    /// No thread or runtime could be made.
    Runtime(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback(address) => write!(
                f,
                "refused to listen on {address}: the server runs commands for anyone with a token, and that \
                 address can be reached from other machines"
            ),
            Self::Bind { address, .. } => write!(f, "cannot listen on {address}"),
            Self::LogDirectory { path, .. } => write!(f, "cannot make the log directory {}", path.display()),
            Self::Username(name) => write!(f, "{name:?} cannot be a user's name, or is two users'"),
            Self::Token(name) => write!(f, "the token of {name:?} cannot be one, or is another user's"),
            Self::TimeZone(name) => write!(f, "there is no time zone {name:?}"),
            Self::Runtime(_) => f.write_str("cannot make a runtime for the server"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { source, .. } | Self::LogDirectory { source, .. } | Self::Runtime(source) => {
                Some(source)
            }
            _ => None,
        }
    }
}
