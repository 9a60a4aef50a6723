//! `saltant vantage6 key new`, `fingerprint` and `publish`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, FromArgMatches as _};
use saltant::vantage6::{Client, EncryptionError, PrivateKey};

use crate::connect::{ConnectArgs, Purpose};
use crate::exit::{Exit, Failure};
use crate::{output, runtime, service};

/// Makes a private key of 4096 bits for an organization, in a new file that only you can read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  saltant vantage6 key new private_key.pem")]
pub(crate) struct New {
    /// The file, which must not exist
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl New {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args = Self::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
        // This takes some seconds, so that a file that exists is noticed before.
        if args.file.exists() {
            return Err(Failure::usage(format!("{} exists, and is not replaced", args.file.display())));
        }
        let key = PrivateKey::generate().map_err(|error| Failure::new(Exit::Refused, error.to_string()))?;
        key.save_new(&args.file).map_err(|error| Failure::usage(error.to_string()))?;
        print(&key)
    }
}

/// Prints the fingerprint of the public key that belongs to a private key.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  saltant vantage6 key fingerprint private_key.pem")]
pub(crate) struct Fingerprint {
    /// The file with the private key, in PEM
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Fingerprint {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args = Self::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
        print(&load(&args.file)?)
    }
}

/// Sends the public key that belongs to a private key to the server, for your organization.
///
/// If the server has another one, nothing is changed, unless `--replace` is given: what was encrypted for the
/// other key can then only be read with its private key.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  saltant vantage6 key publish private_key.pem")]
pub(crate) struct Publish {
    /// The file with the private key, in PEM. The private key itself is not sent
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Replace another key on the server
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    connect: ConnectArgs,
}

impl Publish {
    pub(crate) fn run(matches: &ArgMatches) -> Result<Exit, Failure> {
        let args = Self::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
        let key = load(&args.file)?;
        runtime::client(args.publish(key.clone())).map_err(Failure::during_write)?;
        print(&key)
    }

    async fn publish(&self, key: PrivateKey) -> Result<(), Failure> {
        let service = service::named("vantage6")?;
        let client = Client::from(self.connect.connect(service, Purpose::Authenticated, None).await?);
        let setup = client.setup_encryption(key);
        let setup = if self.replace { setup.replace_other_key() } else { setup };
        match setup.await {
            Ok(_) => Ok(()),
            Err(EncryptionError::Request(error)) => Err(error.into()),
            Err(error) => Err(Failure::new(Exit::Refused, error.to_string())),
        }
    }
}

fn load(path: &Path) -> Result<PrivateKey, Failure> {
    PrivateKey::load(path).map_err(|error| Failure::usage(error.to_string()))
}

fn print(key: &PrivateKey) -> Result<Exit, Failure> {
    writeln!(output::stdout(), "{}", key.public_key().fingerprint())?;
    Ok(Exit::Done)
}
