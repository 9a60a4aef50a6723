use super::*;
use crate::answer::{Answer, ApiError};
use crate::operation::{Operation, Service};

struct Lists;

impl Service for Lists {
    const NAME: &'static str = "lists";

    fn read_error(_: &Answer) -> ApiError {
        ApiError::default()
    }
}

const METADATA: &Metadata = &Metadata::new::<Lists>("lists.of", Method::GET, "api/v2/of/{id}/items");

fn follow(base: &str, link: &str) -> Result<String, EncodeError> {
    let mut request = Encoder::new(METADATA, &base.parse().unwrap());
    request.path("id", &"a/b")?;
    request.link("link", link)?;
    Ok(request.finish()?.uri().to_string())
}

#[test]
fn a_link_is_followed_without_encoding_it_again() {
    let link = "/api/v2/of/a%2Fb/items?filter.x=%21y&after=sp+ace%2F%C3%BC%5D";
    let sent = format!("https://h{link}");
    assert_eq!(follow("https://h", link).unwrap(), sent);
    assert_eq!(follow("https://h", &format!("{link}#top")).unwrap(), sent);
    // Behind a proxy with a prefix the server knows nothing of the prefix.
    assert_eq!(follow("https://h/x", link).unwrap(), format!("https://h/x{link}"));
}

/// A service that reads queries as Latin-1.
struct Latin;

impl Service for Latin {
    const NAME: &'static str = "latin";
    const ASCII_QUERIES: bool = true;

    fn read_error(_: &Answer) -> ApiError {
        ApiError::default()
    }
}

#[test]
fn p10_text_beyond_ascii_travels_in_the_body_where_a_service_misreads_queries() {
    const FIND: &Metadata = &Metadata::new::<Latin>("latin.find", Method::DELETE, "find");
    let sent = |pairs: &[(&str, &str)]| {
        let mut request = Encoder::new(FIND, &"https://h".parse().unwrap());
        for (name, value) in pairs {
            request.query(name, value);
        }
        let request = request.finish().unwrap();
        let body = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
        (request.uri().to_string(), body, request.headers().get("content-type").cloned())
    };
    assert_eq!(
        sent(&[("a", "x y"), ("b", "%C3")]),
        ("https://h/find?a=x%20y&b=%25C3".into(), String::new(), None)
    );
    let json = Some(HeaderValue::from_static("application/json"));
    assert_eq!(
        sent(&[("limit", "1"), ("f.a", "z"), ("f.a", "日本 &"), ("name", "ü"), ("b", "2")]),
        ("https://h/find?limit=1&b=2".into(), r#"{"f.a":["z","日本 &"],"name":"ü"}"#.into(), json.clone())
    );
    assert_eq!(sent(&[("name", "é")]), ("https://h/find".into(), r#"{"name":"é"}"#.into(), json));
    let mut request = Encoder::new(FIND, &"https://h".parse().unwrap());
    request.link("link", "/find?limit=1&after=sp+ace%2F%c3%BC").unwrap();
    let request = request.finish().unwrap();
    assert_eq!(request.uri(), "https://h/find?limit=1");
    assert_eq!(request.body().as_bytes().unwrap(), "{\"after\":\"sp ace/ü\"}".as_bytes());
}

#[test]
fn p11_an_argument_beside_a_link_is_refused_by_its_name() {
    for is_first in [true, false] {
        let mut request = Encoder::new(METADATA, &"https://h".parse().unwrap());
        request.path("id", &"a").unwrap();
        if is_first {
            request.query("limit", &5);
        }
        request.link("link", "/api/v2/of/a/items?limit=2").unwrap();
        request.query("sort", &"name.asc");
        let error = request.finish().unwrap_err().to_string();
        let name = if is_first { "limit" } else { "sort" };
        assert_eq!(
            error,
            format!("`{name}` is given with `link`, which repeats all other arguments: give `link` alone")
        );
    }
}

#[test]
fn a6_a_link_to_another_place_is_refused() {
    for link in [
        "https://evil.test/api/v2/of/a%2Fb/items?a=1",
        "//evil.test/api/v2/of/a%2Fb/items?a=1",
        "?a=1",
        "",
        "/api/v2/of/other/items?a=1",
        "/api/v2/user?a=1",
    ] {
        let error = follow("https://h", link).unwrap_err();
        assert!(matches!(error, EncodeError::Link { .. }), "{link}: {error}");
        assert_eq!(crate::Error::from(error).kind(), crate::ErrorKind::Redirect);
    }
    assert!(follow("https://h", "/api/v2/of/a%2Fb/items?a=\"\n").is_err());
}

/// Acts without a body.
#[derive(Clone, Debug, saltant_macros::Operation)]
#[operation("test.act", POST "act/{token}", output = (), service = Lists)]
struct Act {
    /// The token.
    #[segment(secret)]
    token: saltant_types::Secret,
}

/// Writes a body that is not a list of fields.
#[derive(Clone, Debug, saltant_macros::Operation)]
#[operation("test.write", POST "write", output = (), service = Lists)]
#[operation(write = write_word)]
struct Write {
    /// The word.
    #[custom]
    word: String,
    /// A reason.
    #[custom]
    reason: Option<String>,
}

fn write_word(operation: &Write, request: &mut Encoder) -> Result<(), EncodeError> {
    request.json_body(
        "word",
        &std::collections::BTreeMap::from([(&operation.word, operation.reason.as_deref())]),
    )
}

#[test]
fn the_absence_of_a_body_is_said_where_one_is_expected() {
    let base = "https://h/api".parse().unwrap();
    let request = Act::new("a/b").to_request(&base).unwrap();
    assert_eq!(request.uri(), "https://h/api/act/a%2Fb");
    assert_eq!(request.headers()["content-length"], "0");
    assert!(request.body().as_bytes().unwrap().is_empty());

    let request = Write::new("stop").reason("late").to_request(&base).unwrap();
    assert!(!request.headers().contains_key("content-length"));
    assert_eq!(request.body().as_bytes().unwrap(), r#"{"stop":"late"}"#);
}

#[test]
fn a_query_parameter_is_added_behind_those_that_are_there() {
    for (before, after) in [
        ("https://h/a", "https://h/a?x-n=%26%20%C3%BC"),
        ("https://h/a?b=1", "https://h/a?b=1&x-n=%26%20%C3%BC"),
    ] {
        assert_eq!(with_query(&before.parse().unwrap(), "x-n", "& ü").unwrap().to_string(), after);
    }
}

#[test]
fn what_a_raw_request_or_the_server_adds_is_sent() {
    let begun = || {
        let mut request = Encoder::new(METADATA, &"https://h".parse().unwrap());
        request.path("id", &"a").unwrap();
        request
    };
    let mut request = begun();
    request.method(&Method::POST);
    request.slash();
    request.headers(&http::HeaderMap::from_iter([(http::header::RANGE, "bytes=0-".parse().unwrap())]));
    let request = request.finish().unwrap();
    assert_eq!((request.method(), request.uri().path()), (&Method::POST, "/api/v2/of/a/items/"));
    assert_eq!(request.headers()["range"], "bytes=0-");

    let mut request = begun();
    request.link("link", "/api/v2/of/a/items?after=1").unwrap();
    request.query_beside_link("limit", &5);
    assert_eq!(request.finish().unwrap().uri(), "https://h/api/v2/of/a/items?after=1&limit=5");
}
