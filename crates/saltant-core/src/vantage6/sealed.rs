use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::base64::FromBase64;
use super::payload::PayloadError;
use crate::request::{Body, BoxError, Recode};

/// A message that is encrypted for one organization, as vantage6 writes it: `key$start$content`, each in
/// base64. `Debug` does not show it.
///
/// ```
/// use saltant_core::vantage6::Sealed;
///
/// assert!("a2V5$aXY=$Y29udGVudA==".parse::<Sealed>().is_ok());
/// assert!("Y29udGVudA==".parse::<Sealed>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Arc<str>);

impl Sealed {
    /// The text of the message.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The message as a blob has it, with the content in bytes.
    pub(super) fn to_blob(&self) -> Body {
        let head = self.0.rfind('$').map_or(0, |end| end + 1);
        let content = Bytes::from_owner(Text(self.0.clone())).slice(head..);
        let padding = content.iter().rev().take_while(|sign| **sign == b'=').count();
        let length = (head + content.len() / 4 * 3 - padding) as u64;
        let message = self.0.clone();
        Body::from(content).recoded(move || Unsealed {
            head: message.as_bytes()[..head].to_vec(),
            content: FromBase64::default(),
            length,
        })
    }
}

/// The bytes of a shared text.
struct Text(Arc<str>);

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Writes the head of a message, and then its content in bytes.
struct Unsealed {
    head: Vec<u8>,
    content: FromBase64,
    length: u64,
}

impl Recode for Unsealed {
    fn push(&mut self, piece: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut ready = std::mem::take(&mut self.head);
        ready.extend(self.content.push(piece)?);
        Ok(ready)
    }

    fn finish(&mut self) -> Result<Vec<u8>, BoxError> {
        self.content.finish()?;
        Ok(std::mem::take(&mut self.head))
    }

    fn length(&self, _: u64) -> Option<u64> {
        Some(self.length)
    }
}

impl FromStr for Sealed {
    type Err = PayloadError;

    fn from_str(text: &str) -> Result<Self, PayloadError> {
        let mut parts = text.split('$');
        let head = [parts.next(), parts.next()];
        let is_whole = head.iter().all(|part| part.is_some_and(|part| !part.is_empty()))
            && parts.next().is_some()
            && parts.next().is_none();
        let is_base64 = |part: &str| STANDARD.decode(part).is_ok();
        if is_whole && text.split('$').all(is_base64) {
            Ok(Self(text.into()))
        } else {
            Err(PayloadError::Sealed)
        }
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use http_body::Body as _;
    use http_body_util::BodyExt as _;

    use super::*;

    #[test]
    fn a_blob_has_the_head_of_the_message_and_its_content_in_bytes() {
        let long = vec![7; 100_000];
        for content in [&b""[..], b"a", b"ab", b"abc", &long] {
            let text = format!("a2V5$aXY=${}", STANDARD.encode(content));
            let blob = text.parse::<Sealed>().unwrap().to_blob();
            let expected = [b"a2V5$aXY=$", content].concat();
            assert_eq!(blob.size_hint().exact(), Some(expected.len() as u64));
            let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
            let mut read = std::pin::pin!(blob.collect());
            let std::task::Poll::Ready(Ok(read)) = read.as_mut().poll(&mut cx) else { panic!("it is there") };
            assert!(read.to_bytes() == expected);
        }
    }
}
