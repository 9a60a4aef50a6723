//! How the lists of the services go on, for requests that no operation describes.

use serde_json::Value;

use crate::service::Api;

/// How a service's lists come in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paging {
    /// `results`, and the address of the next page under `next`.
    Next,
    /// `data`, and the address of the next page under `links.next`.
    Links,
    /// `result`; the next page begins at `offset`.
    Offset,
}

impl Paging {
    /// The paging of a service; `None` if its lists have no pages.
    pub(super) fn of(api: Api) -> Option<Self> {
        match api {
            Api::Saltant => Some(Self::Next),
            Api::Vantage6 | Api::Inmanta => Some(Self::Links),
            Api::Agave => Some(Self::Offset),
            Api::Astakos => None,
        }
    }

    /// The items of a page.
    pub(super) fn items(self, page: &Value) -> Option<&Vec<Value>> {
        let key = match self {
            Self::Next => "results",
            Self::Links => "data",
            Self::Offset => "result",
        };
        page.get(key)?.as_array()
    }

    /// Changes the query to that of the next page; false on the last page.
    pub(super) fn go_on(self, page: &Value, items: usize, query: &mut Vec<(String, String)>) -> bool {
        let next = match self {
            Self::Next => page.get("next"),
            Self::Links => page.get("links").and_then(|links| links.get("next")),
            Self::Offset => return items > 0 && next_offset(items, query),
        };
        let Some((_, next)) = next.and_then(Value::as_str).and_then(|next| next.split_once('?')) else {
            return false;
        };
        *query = pairs(next);
        true
    }
}

/// Moves `offset` on. A page with fewer items than its limit is the last.
fn next_offset(items: usize, query: &mut Vec<(String, String)>) -> bool {
    let number = |query: &[(String, String)], name: &str| {
        query.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.parse::<usize>().ok())
    };
    if number(query, "limit").is_some_and(|limit| items < limit) {
        return false;
    }
    let offset = number(query, "offset").unwrap_or(0).saturating_add(items);
    query.retain(|(name, _)| name != "offset");
    query.push(("offset".to_owned(), offset.to_string()));
    true
}

/// The parameters of a query.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn next(paging: Paging, page: &Value, query: &str) -> Option<String> {
        let mut query = pairs(query);
        let items = paging.items(page).unwrap().len();
        paging.go_on(page, items, &mut query).then(|| {
            query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
        })
    }

    #[test]
    fn each_service_says_in_its_way_how_a_list_goes_on() {
        let page = json!({"results": [1], "next": "https://h/api/users/?page=2&name=a%20b"});
        assert_eq!(next(Paging::Next, &page, "").as_deref(), Some("page=2&name=a b"));
        assert_eq!(next(Paging::Next, &json!({"results": [1], "next": null}), "page=2"), None);
        let page = json!({"data": [1], "links": {"next": "/api/task?page=2"}});
        assert_eq!(next(Paging::Links, &page, "").as_deref(), Some("page=2"));
        assert_eq!(next(Paging::Links, &json!({"data": [1], "links": {}}), ""), None);
        let page = json!({"result": [1, 2]});
        assert_eq!(next(Paging::Offset, &page, "limit=2&offset=4").as_deref(), Some("limit=2&offset=6"));
        assert_eq!(next(Paging::Offset, &page, "limit=3"), None);
        assert_eq!(next(Paging::Offset, &page, "").as_deref(), Some("offset=2"));
        assert_eq!(next(Paging::Offset, &json!({"result": []}), ""), None);
    }
}
