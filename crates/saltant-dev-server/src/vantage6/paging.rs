//! Pages of rows, with the links and the header of the real server.

use axum::http::{HeaderName, StatusCode};

use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::store::{Key, Row};

/// Rows to be listed, and how.
pub(crate) struct Listing<'a, T> {
    rows: Vec<&'a T>,
    newest_first: bool,
    paged: bool,
    /// What comes before the text of an error.
    error_prefix: &'static str,
}

impl<'a, T: Row> Listing<'a, T> {
    /// Rows in the order of their ids.
    pub(crate) fn new(rows: impl Iterator<Item = &'a T>) -> Self {
        Self { rows: rows.collect(), newest_first: false, paged: true, error_prefix: "" }
    }

    /// Lists the newest row first. A query's own order then only counts between equal rows: never.
    pub(crate) fn newest_first(mut self) -> Self {
        self.newest_first = true;
        self
    }

    /// Lists all rows on one page.
    pub(crate) fn unpaged(mut self, unpaged: bool) -> Self {
        self.paged = !unpaged;
        self
    }

    /// Says more about errors, as the views of roles do.
    pub(crate) fn error_prefix(mut self, prefix: &'static str) -> Self {
        self.error_prefix = prefix;
        self
    }

    /// The page that the query asks for.
    pub(crate) fn answer(self, call: &Call<'_>, show: impl Fn(&T) -> Json) -> Answer {
        let prefix = self.error_prefix;
        self.page(call, show).map_err(|text| reply::failed(format!("{prefix}{text}")))
    }

    fn page(mut self, call: &Call<'_>, show: impl Fn(&T) -> Json) -> Result<Reply, String> {
        let total = self.rows.len();
        let (page, size) = if self.paged {
            (number(call, "page", 1)?, number(call, "per_page", 10)?)
        } else {
            (1, total.max(1))
        };
        for (name, value) in [("page", page), ("per_page", size)] {
            if value == 0 {
                return Err(format!("{name} needs to be >= 1"));
            }
        }
        self.sort(call.query.get("sort").unwrap_or(""))?;
        let before = (page - 1).saturating_mul(size);
        let shown: Vec<&T> = self.rows.into_iter().skip(before).take(size).collect();
        let mut links = vec![("first", 1)];
        if page > 1 {
            links.push(("previous", page - 1));
        }
        links.push(("self", page));
        if before.saturating_add(shown.len()) < total {
            links.push(("next", page + 1));
        }
        if total > 0 {
            links.push(("last", total.div_ceil(size)));
        }
        let links: Vec<(String, String)> =
            links.into_iter().map(|(name, page)| (name.to_owned(), link(call, page))).collect();
        let header: Vec<_> = links.iter().map(|(name, url)| format!("<{url}>; rel={name}")).collect();
        let links = links.into_iter().map(|(name, url)| (name, url.into())).collect();
        let data = shown.into_iter().map(show).collect();
        let body = Json::object([("data", Json::Array(data)), ("links", Json::Object(links))]);
        Ok(Reply::json(StatusCode::OK, body)
            .header(HeaderName::from_static("total-count"), total.to_string())
            .header(HeaderName::from_static("link"), header.join(","))
            .header(HeaderName::from_static("access-control-expose-headers"), "total-count, Link"))
    }

    fn sort(&mut self, order: &str) -> Result<(), String> {
        let fields = order.split(',').map(str::trim).filter(|_| !order.is_empty());
        let mut keys: Vec<(&str, bool)> = Vec::new();
        for field in fields {
            let (name, descending) = match field.strip_prefix('-') {
                Some(name) => (name, true),
                None => (field.strip_prefix('+').unwrap_or(field), false),
            };
            keys.push((name, descending));
        }
        let first = self.rows.first();
        let unknown = keys.iter().find(|(name, _)| first.is_some_and(|row| row.column(name).is_none()));
        if let Some((name, _)) = unknown {
            return Err(format!("Cannot sort a '{}' by '{name}' because it does not exist", T::MODEL));
        }
        if self.newest_first {
            self.rows.sort_by_key(|row| std::cmp::Reverse(row.id()));
            return Ok(());
        }
        for (name, descending) in keys.into_iter().rev() {
            let key = |row: &&T| row.column(name).unwrap_or(Key::Nothing);
            self.rows.sort_by(|a, b| if descending { key(b).cmp(&key(a)) } else { key(a).cmp(&key(b)) });
        }
        Ok(())
    }
}

/// A number of the query, or what Python says of a text that is none.
fn number(call: &Call<'_>, name: &str, default: usize) -> Result<usize, String> {
    let Some(text) = call.query.get(name) else { return Ok(default) };
    let number: i64 = text.trim().parse().map_err(|_| {
        format!("invalid literal for int() with base 10: {}", crate::json::python::repr_text(text))
    })?;
    Ok(usize::try_from(number).unwrap_or(0))
}

/// The path of another page. Of repeated parameters only the first is kept.
fn link(call: &Call<'_>, page: usize) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for (name, value) in &call.query.0 {
        if name != "page" && !pairs.iter().any(|(known, _)| known == name) {
            pairs.push((name, value.clone()));
        } else if name == "page" && !pairs.iter().any(|(known, _)| known == name) {
            pairs.push((name, page.to_string()));
        }
    }
    if !pairs.iter().any(|(name, _)| *name == "page") {
        pairs.push(("page", page.to_string()));
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{}?{query}", call.path)
}
