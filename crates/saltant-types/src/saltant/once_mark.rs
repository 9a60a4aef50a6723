use std::fmt;

use super::{TaskClass, TaskInstance};

/// The mark at the end of a task instance's name that stands for one piece of work: `[once order-17]`.
///
/// saltant knows no idempotency key, so `submit_once` puts this mark into the name and searches for it.
///
/// ```
/// use saltant_types::saltant::OnceMark;
///
/// let mark = OnceMark::new("order-17");
/// assert_eq!(mark.put_on("nightly"), "nightly [once order-17]");
/// assert_eq!(OnceMark::split("nightly [once order-17]"), ("nightly", Some(mark)));
/// assert_eq!(OnceMark::split("nightly"), ("nightly", None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OnceMark(String);

impl OnceMark {
    /// What each mark begins with.
    const BEGIN: &'static str = "[once ";

    /// A mark with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text between the brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A name with the mark at its end. An empty name becomes the mark alone.
    pub fn put_on(&self, name: &str) -> String {
        if name.is_empty() { self.to_string() } else { format!("{name} {self}") }
    }

    /// The name without its mark, and the mark.
    pub fn split(name: &str) -> (&str, Option<Self>) {
        let split = || {
            let (before, text) = name.strip_suffix(']')?.rsplit_once(Self::BEGIN)?;
            let plain = if before.is_empty() { before } else { before.strip_suffix(' ')? };
            Some((plain, Some(Self::new(text))))
        };
        split().unwrap_or((name, None))
    }
}

/// With its brackets, as it stands in the name.
impl fmt::Display for OnceMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}]", Self::BEGIN, self.0)
    }
}

impl<K: TaskClass> TaskInstance<K> {
    /// The name without the mark that `submit_once` has put at its end.
    pub fn plain_name(&self) -> &str {
        OnceMark::split(&self.name).0
    }

    /// The mark that `submit_once` has put at the end of the name.
    pub fn once_mark(&self) -> Option<OnceMark> {
        OnceMark::split(&self.name).1
    }
}

#[cfg(test)]
mod tests {
    use super::OnceMark;

    #[test]
    fn s10_a_name_is_had_back_from_a_marked_one() {
        for name in ["", "nightly", "a b", "x]", "[once]", "ü [once a] b"] {
            for text in ["1", "order 17", "a]b", ""] {
                let mark = OnceMark::new(text);
                assert_eq!(OnceMark::split(&mark.put_on(name)), (name, Some(mark)), "{name:?} {text:?}");
            }
            assert_eq!(OnceMark::split(name), (name, None));
        }
        for name in ["x[once 1]", "[once 1", "once 1]", "x [Once 1]"] {
            assert_eq!(OnceMark::split(name), (name, None));
        }
    }
}
