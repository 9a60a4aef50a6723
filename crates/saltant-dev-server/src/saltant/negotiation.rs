//! The format of an answer: chosen by `?format=`, a suffix of the path, or the `Accept` header.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::saltant::reply;

/// The two formats of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// JSON, indented by so many spaces; with 0 it is compact.
    Json(usize),
    /// A page for people.
    Page,
}

impl Format {
    fn media_type(self) -> (&'static str, &'static str) {
        match self {
            Self::Json(_) => ("application", "json"),
            Self::Page => ("text", "html"),
        }
    }
}

/// Chooses the format. A suffix overrides the query, and both exclude the other formats.
pub(crate) fn negotiate(
    suffix: Option<&str>,
    query: Option<&str>,
    accept: Option<&str>,
) -> Result<Format, Reply> {
    let offered: &[Format] = match suffix.or(query.filter(|format| !format.is_empty())) {
        None => &[Format::Json(0), Format::Page],
        Some("json") => &[Format::Json(0)],
        Some("api") => &[Format::Page],
        Some(_) => return Err(reply::not_found()),
    };
    // A format in the query is served whatever is accepted.
    if let (Some(format), [only]) = (query, offered)
        && !format.is_empty()
    {
        return Ok(*only);
    }
    let mut accepted: Vec<MediaRange> = accept.unwrap_or("*/*").split(',').map(MediaRange::read).collect();
    // The more specific a type is, the sooner it is tried; weights (`q=`) are ignored.
    accepted.sort_by_key(|range| std::cmp::Reverse(range.precedence));
    for group in accepted.chunk_by(|a, b| a.precedence == b.precedence) {
        for &format in offered {
            if let Some(range) = group.iter().find(|range| range.matches(format)) {
                return Ok(match format {
                    Format::Json(_) => Format::Json(range.indent),
                    Format::Page => Format::Page,
                });
            }
        }
    }
    Err(reply::detail(StatusCode::NOT_ACCEPTABLE, "Could not satisfy the request Accept header."))
}

/// A part of an `Accept` header, in lower case.
struct MediaRange {
    main: String,
    sub: String,
    precedence: u8,
    /// How far JSON is to be indented: at most 8 spaces.
    indent: usize,
}

impl MediaRange {
    fn read(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let (full, parameters) = text.split_once(';').unwrap_or((&text, ""));
        let (main, sub) = full.trim().split_once('/').unwrap_or((full.trim(), ""));
        let indent = parameters.split(';').find_map(|part| part.trim().strip_prefix("indent="));
        let indent = indent.and_then(|indent| indent.trim_matches('"').parse::<i64>().ok()).unwrap_or(0);
        let weighed_only =
            parameters.split(';').all(|part| part.trim().is_empty() || part.trim().starts_with("q="));
        let precedence = match (main, sub) {
            ("*", _) => 0,
            (_, "*") => 1,
            _ if weighed_only => 2,
            _ => 3,
        };
        let indent = usize::try_from(indent.clamp(0, 8)).unwrap_or(0);
        Self { main: main.to_owned(), sub: sub.to_owned(), precedence, indent }
    }

    fn matches(&self, format: Format) -> bool {
        let (main, sub) = format.media_type();
        (self.main == "*" || self.main == main) && (self.sub == "*" || self.sub == sub)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &str) -> Option<Format> {
        negotiate(None, None, Some(accept)).ok()
    }

    #[test]
    fn the_more_precise_type_wins_and_the_rest_is_refused() {
        assert_eq!(chosen("*/*"), Some(Format::Json(0)));
        assert_eq!(chosen("text/html,application/xhtml+xml,*/*;q=0.8"), Some(Format::Page));
        assert_eq!(chosen("application/json; charset=utf-8"), Some(Format::Json(0)));
        assert_eq!(chosen("text/*"), Some(Format::Page));
        assert_eq!(chosen("text/plain"), None);
        assert_eq!(chosen(""), None);
        assert_eq!(chosen("TEXT/Html"), Some(Format::Page));
        for (accept, indent) in [
            ("APPLICATION/JSON; Indent=4", 4),
            ("application/json;q=0.5;indent=\"2\"", 2),
            ("*/*; indent=100", 8),
            ("application/json; indent=-1", 0),
            ("application/json; indent=x", 0),
        ] {
            assert_eq!(chosen(accept), Some(Format::Json(indent)), "{accept}");
        }
    }

    #[test]
    fn a_format_by_name_overrides() {
        assert_eq!(negotiate(None, Some("api"), Some("application/json")).ok(), Some(Format::Page));
        assert_eq!(negotiate(Some("json"), None, None).ok(), Some(Format::Json(0)));
        assert!(negotiate(None, Some("xml"), None).is_err());
    }
}
