//! Pages of lists, and the links between them.

use std::ops::Range;

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::json::{Json, digits};
use crate::saltant::reply;

/// One page of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    total: usize,
    number: usize,
    last: usize,
    /// The range of its rows.
    pub(crate) rows: Range<usize>,
}

impl Page {
    /// Finds the requested page. The size has no limit; a size that is not a positive integer is ignored.
    pub(crate) fn find(query: &[(String, String)], total: usize, default_size: usize) -> Result<Self, Reply> {
        let parameter =
            |name| query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let size = parameter("page_size").and_then(integer).filter(|&size| size > 0).unwrap_or(default_size);
        let last = total.div_ceil(size).max(1);
        let number = match parameter("page") {
            None => 1,
            Some("last") => last,
            Some(text) => integer(text)
                .filter(|number| (1..=last).contains(number))
                .ok_or_else(|| reply::detail(StatusCode::NOT_FOUND, "Invalid page."))?,
        };
        let start = (number - 1).saturating_mul(size).min(total);
        Ok(Self { total, number, last, rows: start..start.saturating_add(size).min(total) })
    }

    /// The answer with the page's rows. `here` is the URL of the request, without the query.
    pub(crate) fn answer(&self, here: &str, query: &[(String, String)], results: Vec<Json>) -> Json {
        let next = (self.number < self.last).then(|| link(here, query, Some(self.number + 1)));
        let previous = match self.number {
            1 => None,
            // The first page is named by leaving its number out.
            2 => Some(link(here, query, None)),
            number => Some(link(here, query, Some(number - 1))),
        };
        Json::object([
            ("count", (self.total as u64).into()),
            ("next", next.into()),
            ("previous", previous.into()),
            ("results", Json::Array(results)),
        ])
    }
}

/// The same address with another page number, and its parameters in the order of their names.
fn link(here: &str, query: &[(String, String)], page: Option<usize>) -> String {
    let mut pairs: Vec<(&str, String)> = query
        .iter()
        .filter(|(key, _)| key != "page")
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    if let Some(page) = page {
        pairs.push(("page", page.to_string()));
    }
    if pairs.is_empty() {
        return here.to_owned();
    }
    pairs.sort_by_key(|(key, _)| key.to_owned());
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (key, value) in pairs {
        text.append_pair(key, &value);
    }
    // Python's encoder and this one differ in these two characters.
    format!("{here}?{}", text.finish().replace('*', "%2A").replace("%7E", "~"))
}

/// A whole number of any length that is not negative.
fn integer(text: &str) -> Option<usize> {
    let digits = digits::integer(text).filter(|digits| !digits.starts_with('-'))?;
    Some(digits.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::form::pairs;

    fn find(query: &str, total: usize) -> Option<Page> {
        Page::find(&pairs(query.as_bytes()), total, 10).ok()
    }

    #[test]
    fn pages_start_at_one_and_sizes_have_no_bound() {
        assert_eq!(find("", 25).unwrap().rows, 0..10);
        assert_eq!(find("page=3", 25).unwrap().rows, 20..25);
        assert_eq!(find("page=last&page_size=7", 25).unwrap().rows, 21..25);
        assert_eq!(find(&format!("page_size=1{}", "0".repeat(40)), 25).unwrap().rows, 0..25);
        for size in ["0", "-5", "abc", "2.5"] {
            assert_eq!(find(&format!("page_size={size}"), 25).unwrap().rows, 0..10);
        }
        for page in ["0", "-1", "4", "abc", "1.0", ""] {
            assert_eq!(find(&format!("page={page}"), 25), None);
        }
        assert_eq!(find("page=1", 0).unwrap().rows, 0..0);
        assert_eq!(find("page=2", 0), None);
    }

    #[test]
    fn links_keep_the_other_parameters_in_order() {
        let query = pairs(b"page_size=1&page=2&name=++all+args++");
        let page = Page::find(&query, 3, 10).unwrap();
        let answer = page.answer("http://h/api/x/", &query, Vec::new());
        assert_eq!(
            answer.get("next").unwrap().as_str(),
            Some("http://h/api/x/?name=++all+args++&page=3&page_size=1")
        );
        assert_eq!(
            answer.get("previous").unwrap().as_str(),
            Some("http://h/api/x/?name=++all+args++&page_size=1")
        );
    }
}
