use http::{Method, StatusCode, Uri, header};
use iri_string::types::{UriAbsoluteString, UriReferenceStr};
use saltant_core::{Answer, Error, ErrorKind, Metadata, decode};

use super::origins::origin;

/// The most redirects that one call follows.
const LIMIT: u32 = 5;

/// Follows the redirects of one call: only to the same origin, and only with the same method and body.
#[derive(Debug, Default)]
pub(crate) struct Redirects {
    followed: u32,
}

impl Redirects {
    /// The address to send the same request to.
    pub(crate) fn follow(
        &mut self,
        metadata: &Metadata,
        from: &Uri,
        answer: &Answer,
        replayable: bool,
    ) -> Result<Uri, Error> {
        self.followed += 1;
        let status = answer.status();
        let keeps_method = matches!(status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
        // With these a client may turn a POST into a GET, and the body would be lost.
        let may_change_method =
            matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER);
        let reads = matches!(metadata.method, Method::GET | Method::HEAD);
        let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let target = location.and_then(|location| resolve(from, location));
        let is_same_origin = |target: &Uri| origin(from).is_some_and(|origin| origin.is_origin_of(target));
        let refusal = match target {
            _ if !keeps_method && !may_change_method => "with a status that is not a redirect to follow",
            None => "without a usable address",
            Some(target) if !is_same_origin(&target) => {
                "to another origin, which must not get the credential"
            }
            Some(_) if may_change_method && !reads => "in a way that would lose the method and the body",
            Some(_) if !replayable => "a body that can be sent only once",
            Some(_) if self.followed > LIMIT => "again and again",
            Some(target) => return Ok(target),
        };
        let text = format!("the server redirects {refusal}; is the base URL right?");
        let error = Error::new(ErrorKind::Redirect, text);
        Err(error.with_answer(status, decode::request_id(answer.headers())))
    }
}

/// The address that a `Location` header means (RFC 3986 §5).
fn resolve(from: &Uri, location: &str) -> Option<Uri> {
    let from = UriAbsoluteString::try_from(from.to_string()).ok()?;
    // `Uri` drops the fragment.
    UriReferenceStr::new(location).ok()?.resolve_against(&from).to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_resolved_as_rfc_3986_says() {
        let from: Uri = "https://h/api/users/?a=1".parse().unwrap();
        for (location, target) in [
            ("https://h/x/", "https://h/x/"),
            ("//h/x", "https://h/x"),
            ("/x?b=2#c", "https://h/x?b=2"),
            ("x", "https://h/api/users/x"),
            ("/x?next=https://evil.test/", "https://h/x?next=https://evil.test/"),
            ("?b=2", "https://h/api/users/?b=2"),
            ("", "https://h/api/users/?a=1"),
            ("../x/./y/../", "https://h/api/x/"),
            ("/../../x", "https://h/x"),
            ("a/..", "https://h/api/users/"),
            ("http:x", "http:x"),
        ] {
            assert_eq!(resolve(&from, location).unwrap(), target);
        }
        assert_eq!(resolve(&from, "ht tp://"), None);
    }
}
