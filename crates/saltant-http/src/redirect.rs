use http::{StatusCode, Uri, header};
use saltant_core::{Answer, BaseUrl, Effect, Error, ErrorKind, Facts};

/// The most redirects that one call follows.
const MOST: u32 = 5;

/// Follows redirects: to the same origin only, and with method and body as they are or not at all.
#[derive(Debug, Default)]
pub(crate) struct Redirect {
    followed: u32,
}

impl Redirect {
    /// The address to send the same request to.
    pub(crate) fn follow(&mut self, facts: &Facts, from: &Uri, answer: &Answer) -> Result<Uri, Error> {
        self.followed += 1;
        let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let origin = origin(from);
        let Some(target) = location.and_then(|location| resolve(from, location)) else {
            return Err(self.refuse(answer, "it does not say where to"));
        };
        // 301, 302 and 303 let a client turn a POST into a GET, which would lose the body without a word.
        let keeps_method =
            matches!(answer.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT)
                || facts.effect == Effect::Safe;
        let why_not = if !origin.is_some_and(|origin| origin.is_origin_of(&target)) {
            Some("to another origin, which must not get the credential")
        } else if !keeps_method {
            Some("in a way that would lose the method and the body")
        } else if self.followed > MOST {
            Some("again and again")
        } else {
            None
        };
        match why_not {
            Some(why) => Err(self.refuse(answer, why)),
            None => Ok(target),
        }
    }

    /// The error for a redirect that is not followed.
    pub(crate) fn refuse(&self, answer: &Answer, why: &str) -> Error {
        let text = format!("the server redirects {why}; is the base URL right?");
        Error::new(ErrorKind::Redirect, text)
            .with_answer(answer.status(), saltant_core::decode::request_id(answer.headers()))
    }
}

/// The scheme, host and port of an address.
fn origin(uri: &Uri) -> Option<BaseUrl> {
    format!("{}://{}", uri.scheme_str()?, uri.authority()?).parse().ok()
}

fn resolve(from: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next().unwrap_or_default();
    let absolute = if location.contains("://") {
        location.to_owned()
    } else if let Some(rest) = location.strip_prefix("//") {
        format!("{}://{rest}", from.scheme_str()?)
    } else if location.starts_with('/') {
        format!("{}{location}", origin(from)?.origin())
    } else {
        let folder = &from.path()[..=from.path().rfind('/')?];
        format!("{}{folder}{location}", origin(from)?.origin())
    };
    absolute.parse().ok()
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
        ] {
            assert_eq!(resolve(&from, location).unwrap(), target);
        }
        assert_eq!(resolve(&from, "ht tp://"), None);
    }
}
