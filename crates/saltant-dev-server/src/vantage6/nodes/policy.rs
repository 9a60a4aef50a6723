//! Which algorithms a node allows.

use regex::Regex;

use crate::error::StartError;

/// The signs that make a text a pattern. A dot is none of them, as it is in nearly every name of an image.
const SIGNS: &[char] = &['^', '$', '*', '+', '?', '{', '}', '[', ']', '\\', '|', '(', ')'];

/// An algorithm that the nodes of an organization allow.
#[derive(Clone, Debug)]
pub(crate) struct Allowed {
    pub(crate) organization: String,
    pub(crate) text: String,
    pattern: Option<Regex>,
}

impl Allowed {
    pub(crate) fn new(organization: String, text: String) -> Result<Self, StartError> {
        let pattern = text.contains(SIGNS).then(|| Regex::new(&format!("^(?:{text})"))).transpose();
        match pattern {
            Ok(pattern) => Ok(Self { organization, text, pattern }),
            Err(_) => Err(StartError::AllowedAlgorithm(text)),
        }
    }

    /// Whether it allows an image: by a match from the start, or by the whole name, the name without its tag or the
    /// digest.
    fn allows(&self, image: &str) -> bool {
        if let Some(pattern) = &self.pattern {
            return pattern.is_match(image);
        }
        let digest = |name: &str| name.split_once('@').map(|(_, digest)| digest.to_owned());
        image == self.text
            || without_tag(image) == self.text
            || digest(image).is_some_and(|own| digest(&self.text) == Some(own))
    }
}

/// The name without what follows it after `:` or `@`. A `:` before a `/` belongs to a port.
fn without_tag(image: &str) -> &str {
    let plain = image.split_once('@').map_or(image, |(plain, _)| plain);
    match plain.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => plain,
    }
}

/// Whether the nodes of an organization allow an image. Without any rule they allow all.
pub(super) fn allows(rules: &[Allowed], organization: &str, image: &str) -> bool {
    let mut own = rules.iter().filter(|rule| rule.organization == organization).peekable();
    own.peek().is_none() || own.any(|rule| rule.allows(image))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_allowed_by_a_pattern_its_name_or_its_digest() {
        let rule = |text: &str| Allowed::new("A".to_owned(), text.to_owned()).unwrap();
        for (text, image, allowed) in [
            ("harbor.test/average:1", "harbor.test/average:1", true),
            ("harbor.test/average", "harbor.test/average:1", true),
            ("harbor.test:80/average", "harbor.test:80/average", true),
            ("harbor.test/average:1", "harbor.test/average:2", false),
            // A dot is no sign of a pattern.
            ("harbor.test/average", "harborxtest/average", false),
            ("harbor.test/average", "harbor.test/average-of-all:1", false),
            ("harbor.test/.*", "harbor.test/average:1", true),
            ("harbor.test/.*", "evil.test/harbor.test/average:1", false),
            ("a|b", "ab", true),
            ("x@sha256:1", "y:2@sha256:1", true),
            ("x@sha256:1", "x@sha256:2", false),
        ] {
            assert_eq!(allows(&[rule(text)], "A", image), allowed, "{text} {image}");
            assert!(allows(&[rule(text)], "B", image), "another organization has its own rules");
        }
        assert!(Allowed::new("A".to_owned(), "(".to_owned()).is_err());
    }
}
