use http::{Method, StatusCode, Uri, header};
use saltant_core::{Answer, BaseUrl, Error, ErrorKind, Metadata};

/// The most redirects that one call follows.
const MOST: u32 = 5;

/// Follows redirects: to the same origin only, and with method and body as they are or not at all.
#[derive(Debug, Default)]
pub(crate) struct Redirect {
    followed: u32,
}

impl Redirect {
    /// The address to send the same request to.
    pub(crate) fn follow(
        &mut self,
        metadata: &Metadata,
        from: &Uri,
        answer: &Answer,
        replayable: bool,
    ) -> Result<Uri, Error> {
        self.followed += 1;
        let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let status = answer.status();
        let keeps_method = matches!(status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
        // With these a client may turn a POST into a GET, which would lose the body without a word.
        let may_change_method =
            matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER);
        let reads = matches!(metadata.method, Method::GET | Method::HEAD);
        let target = location.and_then(|location| resolve(from, location));
        let is_elsewhere = |target: &Uri| !origin(from).is_some_and(|origin| origin.is_origin_of(target));
        match target {
            _ if !keeps_method && !may_change_method => Err(refuse(answer, "in a way that nobody asked for")),
            None => Err(refuse(answer, "without a usable address")),
            Some(target) if is_elsewhere(&target) => {
                Err(refuse(answer, "to another origin, which must not get the credential"))
            }
            Some(_) if may_change_method && !reads => {
                Err(refuse(answer, "in a way that would lose the method and the body"))
            }
            Some(_) if !replayable => Err(refuse(answer, "a body that can be sent only once")),
            Some(_) if self.followed > MOST => Err(refuse(answer, "again and again")),
            Some(target) => Ok(target),
        }
    }
}

/// The error for a redirect that is not followed.
fn refuse(answer: &Answer, why: &str) -> Error {
    let text = format!("the server redirects {why}; is the base URL right?");
    Error::new(ErrorKind::Redirect, text)
        .with_answer(answer.status(), saltant_core::decode::request_id(answer.headers()))
}

/// The scheme, host and port of an address.
fn origin(uri: &Uri) -> Option<BaseUrl> {
    format!("{}://{}", uri.scheme_str()?, uri.authority()?).parse().ok()
}

/// The address that a Location header means, by RFC 3986 §5.
fn resolve(from: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or_default();
    let scheme = location.split_once(':').map(|(scheme, _)| scheme);
    let is_absolute = scheme.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    if is_absolute {
        return location.parse().ok();
    }
    if let Some(rest) = location.strip_prefix("//") {
        return format!("{}://{rest}", from.scheme_str()?).parse().ok();
    }
    let (path, query) = match location.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (location, None),
    };
    let path = match path {
        "" => from.path().to_owned(),
        path if path.starts_with('/') => without_dots(path),
        path => without_dots(&format!("{}{path}", &from.path()[..=from.path().rfind('/')?])),
    };
    let query = if location.is_empty() { from.query() } else { query };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{path}{query}", origin(from)?.origin()).parse().ok()
}

/// A path with its `.` and `..` segments carried out.
fn without_dots(path: &str) -> String {
    let mut kept = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            ".." | "." => {
                if segment == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
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
