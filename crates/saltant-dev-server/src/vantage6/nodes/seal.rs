//! Inputs and results on their way: as text or as blobs, encrypted or not.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::keys;
use crate::vantage6::app::Vantage6;
use crate::vantage6::store::Tables;

/// In which form a task's inputs and results are kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) encrypted: bool,
    pub(super) in_blobs: bool,
}

impl Form {
    /// Stores content for an organization, and returns the text that stands for it; `None` if the organization
    /// has no public key to encrypt with.
    pub(super) fn seal(
        self,
        app: &Vantage6,
        tables: &mut Tables,
        organization: u64,
        content: &[u8],
    ) -> Option<String> {
        let wire = if self.encrypted {
            keys::encrypt(&public_key(tables, organization)?, content, self.in_blobs)?
        } else {
            STANDARD.encode(content).into_bytes()
        };
        if !self.in_blobs {
            return String::from_utf8(wire).ok();
        }
        let uuid = app.random.uuid().to_string();
        tables.blobs.insert(uuid.clone(), wire.into());
        Some(uuid)
    }

    /// The content that a text stands for, decrypted with the key of an organization.
    pub(super) fn open(
        self,
        app: &Vantage6,
        tables: &Tables,
        organization: u64,
        text: &str,
    ) -> Option<Vec<u8>> {
        let wire = if self.in_blobs { tables.blobs.get(text)?.as_ref() } else { text.as_bytes() };
        if self.encrypted {
            return app.nodes.keys.get(&organization)?.decrypt(wire, self.in_blobs);
        }
        STANDARD.decode(wire).ok()
    }
}

/// The public key of an organization, as PEM.
pub(super) fn public_key(tables: &Tables, organization: u64) -> Option<String> {
    let key = &tables.organizations.get(organization)?.public_key;
    String::from_utf8(key.clone()).ok().filter(|key| !key.is_empty())
}
