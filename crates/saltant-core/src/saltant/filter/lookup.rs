//! What the value of a field is compared with, and how.

use std::fmt;
use std::marker::PhantomData;

use saltant_types::Timestamp;
use saltant_types::saltant::OnceMark;
use saltant_types::schema::{HasSchema, Schema};

/// A comparison as it is sent: the suffix of the field's name and the value, or why the value cannot be
/// sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Comparison {
    pub(super) suffix: &'static str,
    pub(super) value: Result<String, String>,
}

impl Comparison {
    fn new(suffix: &'static str, value: impl fmt::Display) -> Self {
        Self { suffix, value: Ok(value.to_string()) }
    }

    fn text(suffix: &'static str, text: impl fmt::Display) -> Self {
        Self { suffix, value: checked(text.to_string()) }
    }

    /// Several values in one parameter. The server splits at commas and knows no way to quote one.
    pub(super) fn list(values: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let values: Result<Vec<_>, _> =
            values.into_iter().map(|value| checked_in_list(value.to_string())).collect();
        let value = values.and_then(|values| match &*values {
            [] => Err("an empty list would be no filter at all".to_owned()),
            values => Ok(values.join(",")),
        });
        Self { suffix: "__in", value }
    }
}

/// A text if the server compares with it as it is: it ignores an empty one, and trims.
pub(super) fn checked(text: String) -> Result<String, String> {
    // Python counts these separators among the blanks.
    let is_blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    if text.chars().all(is_blank) {
        return Err(format!("the server ignores {text:?} and would list everything"));
    }
    if text.starts_with(is_blank) || text.ends_with(is_blank) {
        return Err(format!(
            "the server removes the blanks at the ends of {text:?} and would compare with another text"
        ));
    }
    Ok(text)
}

/// The same for a text within a list.
pub(crate) fn checked_in_list(text: String) -> Result<String, String> {
    if text.contains(',') {
        return Err(format!("{text:?} has a comma: the server has no way to take it in a list"));
    }
    checked(text)
}

/// The lookups that the fields of one kind have, as Django calls them.
pub(super) trait Lookup: HasSchema {
    /// The suffixes of the field's name, one per lookup; the empty one is for equality.
    const SUFFIXES: &'static [&'static str];

    /// What is sent.
    fn comparison(self) -> Comparison;
}

/// A lookup on a text, upper and lower case told apart.
///
/// A text that is empty or has blanks at its ends is refused when the request is made: the server ignores an
/// empty one and trims the others.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLookup(Comparison);

impl TextLookup {
    /// Equal to the text. On `state` and `container_type` it has to be a known word, else the server
    /// answers 400.
    pub fn exact(text: impl fmt::Display) -> Self {
        Self(Comparison::text("", text))
    }

    /// Equal to a task instance's name, whether or not `submit_once` has put its mark after it.
    ///
    /// It is sent as a regular expression.
    pub fn plain_name(name: impl fmt::Display) -> Self {
        let name = match checked(name.to_string()) {
            Ok(name) => name,
            refused => return Self(Comparison { suffix: "__regex", value: refused }),
        };
        let mut pattern = String::from("^");
        for c in name.chars() {
            if r".^$*+?()[]{}|\".contains(c) {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        let mark = OnceMark::new(".*").to_string().replace('[', r"\[").replace(']', r"\]");
        Self(Comparison::new("__regex", format_args!("{pattern}( {mark})?$")))
    }

    /// Containing the text.
    pub fn contains(text: impl fmt::Display) -> Self {
        Self(Comparison::text("__contains", text))
    }

    /// Equal to one of the texts, none of which may have a comma.
    pub fn one_of(texts: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        Self(Comparison::list(texts))
    }

    /// Beginning with the text.
    pub fn starts_with(text: impl fmt::Display) -> Self {
        Self(Comparison::text("__startswith", text))
    }

    /// Ending with the text.
    pub fn ends_with(text: impl fmt::Display) -> Self {
        Self(Comparison::text("__endswith", text))
    }

    /// Matching a regular expression as PostgreSQL knows them; the server answers 500 to a bad one.
    pub fn regex(pattern: impl fmt::Display) -> Self {
        Self(Comparison::text("__regex", pattern))
    }
}

/// A plain value is an exact lookup.
impl<T: fmt::Display> From<T> for TextLookup {
    fn from(text: T) -> Self {
        Self::exact(text)
    }
}

/// A lookup on a reference to another resource, by its id. The server answers 400 to an unknown id.
#[derive(Clone, Debug, PartialEq)]
pub struct IdLookup<I>(Comparison, PhantomData<I>);

impl<I: fmt::Display> IdLookup<I> {
    /// Equal to one of these ids.
    pub fn one_of(ids: impl IntoIterator<Item = impl Into<I>>) -> Self {
        Self(Comparison::list(ids.into_iter().map(Into::into)), PhantomData)
    }
}

impl<I: fmt::Display> From<I> for IdLookup<I> {
    fn from(id: I) -> Self {
        Self(Comparison::new("", id), PhantomData)
    }
}

/// A lookup on a date and time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeLookup(Comparison);

impl TimeLookup {
    /// At this very instant.
    pub fn at(time: Timestamp) -> Self {
        Self(Comparison::new("", time))
    }

    /// In a year, 1 to 9999, of the server's time zone.
    pub fn year(year: u16) -> Self {
        Self(Comparison { suffix: "__year", value: checked_year(&year.to_string()) })
    }

    /// From one instant to another, both included.
    pub fn between(from: Timestamp, to: Timestamp) -> Self {
        Self(Comparison::new("__range", format_args!("{from},{to}")))
    }

    /// Before an instant.
    pub fn before(time: Timestamp) -> Self {
        Self(Comparison::new("__lt", time))
    }

    /// At or before an instant.
    pub fn until(time: Timestamp) -> Self {
        Self(Comparison::new("__lte", time))
    }

    /// After an instant.
    pub fn after(time: Timestamp) -> Self {
        Self(Comparison::new("__gt", time))
    }

    /// At or after an instant.
    pub fn since(time: Timestamp) -> Self {
        Self(Comparison::new("__gte", time))
    }
}

/// A year that the server knows.
pub(super) fn checked_year(text: &str) -> Result<String, String> {
    match text.parse::<u16>() {
        Ok(year @ 1..=9999) => Ok(year.to_string()),
        _ => Err(format!("the server does not accept the year {text}: it has to be from 1 to 9999")),
    }
}

impl From<Timestamp> for TimeLookup {
    fn from(time: Timestamp) -> Self {
        Self::at(time)
    }
}

impl HasSchema for TextLookup {
    const SCHEMA: Schema = Schema::Text;
}

impl<I: HasSchema> HasSchema for IdLookup<I> {
    const SCHEMA: Schema = I::SCHEMA;
}

impl HasSchema for TimeLookup {
    const SCHEMA: Schema = Schema::Time;
}

impl Lookup for TextLookup {
    const SUFFIXES: &'static [&'static str] =
        &["", "__contains", "__in", "__startswith", "__endswith", "__regex"];

    fn comparison(self) -> Comparison {
        self.0
    }
}

impl<I: HasSchema> Lookup for IdLookup<I> {
    const SUFFIXES: &'static [&'static str] = &["", "__in"];

    fn comparison(self) -> Comparison {
        self.0
    }
}

impl Lookup for TimeLookup {
    const SUFFIXES: &'static [&'static str] = &["", "__year", "__range", "__lt", "__lte", "__gt", "__gte"];

    fn comparison(self) -> Comparison {
        self.0
    }
}

/// A flag is compared for equality alone.
impl Lookup for bool {
    const SUFFIXES: &'static [&'static str] = &[""];

    fn comparison(self) -> Comparison {
        Comparison::new("", self)
    }
}
