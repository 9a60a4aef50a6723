//! For any input, a request means what its arguments say, and an answer gives a value or an error.

use std::sync::LazyLock;

use bytes::Bytes;
use proptest::prelude::*;
use saltant_core::agave::GetActor;
use saltant_core::http::Method;
use saltant_core::saltant::{GetUser, ListUsers, Saltant, TaskQueueFilter, TextLookup, UserFilter};
use saltant_core::{
    Answer, BaseUrl, ByteRange, EncodeError, Encoder, Metadata, Multipart, Operation, ReadError, catalog,
    decode, redact, retry,
};
use saltant_http::testing::Reply;

use super::common::client;

fn base() -> BaseUrl {
    "https://saltant.test/api".parse().unwrap()
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// A path of several segments.
#[derive(Clone, Debug)]
struct Tail(String);

impl Operation for Tail {
    type Output = ();

    fn metadata(&self) -> &'static Metadata {
        const METADATA: &Metadata =
            &Metadata::new::<Saltant>("saltant.tests.tail", Method::GET, "files/{path}");
        METADATA
    }

    fn encode(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        request.path_tail("path", &self.0)
    }

    fn decode(&self, _: &Answer) -> Result<(), ReadError> {
        Ok(())
    }
}

/// JSON of any shape, whose keys include words of the services.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let key = prop_oneof![
        Just("id"),
        Just("name"),
        Just("results"),
        Just("count"),
        Just("next"),
        Just("uuid"),
        Just("state"),
        Just("detail"),
        Just("code"),
        Just("non_field_errors"),
        Just("message"),
        Just("data"),
        Just("links"),
        Just("result"),
        Just("status"),
        Just("fault"),
        Just("arguments"),
        Just("datetime_created"),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".*".prop_map(Into::into),
        r#"\[['"u].*['"]\]"#.prop_map(Into::into),
        "[0-9]{1,9}-[0-9]{1,3}-[0-9]{1,3}T[0-9:.+Z-]{0,30}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::vec((key.clone(), inner), 0..8).prop_map(|fields| {
                fields
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

fn answer(status: u16, kind: &'static str, body: Vec<u8>) -> Answer {
    http::Response::builder().status(status).header("content-type", kind).body(Bytes::from(body)).unwrap()
}

/// One in this number of operations reads an answer; its content decides which ones.
const SHARE: usize = 10;

/// Reads an answer with operations of every service, and with every other reader.
fn read_in_every_way(body: &[u8]) {
    let fit = |text: &str| assert!(text.len() < 4000, "{text}");
    let first = body.iter().fold(body.len(), |sum, byte| sum + usize::from(*byte)) % SHARE;
    for operation in OPERATIONS.iter().skip(first).step_by(SHARE) {
        for (status, kind) in
            [(200, "application/json"), (400, "application/json"), (502, "text/html"), (401, "text/xml")]
        {
            let answer = answer(status, kind, body.to_vec());
            if let Err(error) = operation.read(&answer) {
                fit(&error.to_string());
                fit(&format!("{error:?}"));
            }
            if let Some(Err(error)) = operation.clone().into_list().map(|list| list.read(&answer)) {
                fit(&error.to_string());
            }
        }
    }
}

/// One of each operation.
static OPERATIONS: LazyLock<Vec<catalog::AnyOperation>> =
    LazyLock::new(|| catalog::entries().filter_map(arguments).collect());

/// An operation with values in its required arguments, if these are numbers or texts.
fn arguments(entry: &catalog::Entry) -> Option<catalog::AnyOperation> {
    let candidates =
        ["1", "\"x\"", "\"8c93e8b4-cf1a-4387-9dc4-78be37627356\"", "{}", "[]", "true", "\"running\""];
    let mut object = serde_json::Map::new();
    let required: Vec<_> = entry.arguments().filter(|argument| argument.required).collect();
    for argument in &required {
        let fits = candidates.iter().find_map(|text| {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let mut one = object.clone();
            one.insert(argument.name.to_owned(), value.clone());
            match entry.operation(one.into()) {
                Err(catalog::ArgumentError::Wrong { name, .. }) if name == argument.name => None,
                _ => Some(value),
            }
        });
        object.insert(argument.name.to_owned(), fits?);
    }
    entry.operation(object.into()).ok()
}

#[test]
fn s6_nearly_every_operation_takes_part_in_these_tests() {
    let (all, fit) = catalog::entries()
        .fold((0, 0), |(all, fit), entry| (all + 1, fit + u32::from(arguments(entry).is_some())));
    assert!(all >= 33 && fit * 10 >= all * 9, "{fit} of {all}");
}

#[test]
fn s6_a_path_value_that_would_name_something_else_is_refused() {
    for value in ["", ".", ".."] {
        let error = GetUser::new(value).to_request(&base()).unwrap_err();
        assert_eq!(error.kind(), saltant_core::ErrorKind::Encode, "{value:?}");
    }
    for value in ["..", "a/../b", "./a", "a//b"] {
        assert!(Tail(value.to_owned()).to_request(&base()).is_err(), "{value:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn s6_a_path_value_is_one_segment_that_means_the_value(value in "\\PC*|[ -~]*|[./%?#\\\\]{0,6}") {
        match GetActor::new(value.as_str()).to_request(&base()) {
            Err(_) => prop_assert!(matches!(value.as_str(), "" | "." | "..") || value.len() > 60_000),
            Ok(request) => {
                let segments: Vec<_> = request.uri().path().split('/').collect();
                prop_assert_eq!(segments.len(), 5, "{}", request.uri());
                prop_assert_eq!(decoded(segments[4]), value);
                prop_assert!(request.uri().query().is_none());
                prop_assert_eq!(request.uri().host(), Some("saltant.test"));
            }
        }
    }

    #[test]
    fn s6_a_path_of_several_segments_stays_below_its_folder(value in "\\PC*|[a-c./%]{0,12}") {
        if let Ok(request) = Tail(value.clone()).to_request(&base()) {
            let path = request.uri().path();
            let tail = path.strip_prefix("/api/files/").unwrap();
            prop_assert!(!tail.split('/').any(|segment| matches!(segment, "." | "..")), "{}", path);
            // Of two slashes at the beginning one stays: a path from the root of a service's system.
            let root = if value.starts_with("//") { "/" } else { "" };
            prop_assert_eq!(decoded(tail), format!("{root}{}", value.trim_matches('/')));
        }
    }

    #[test]
    fn s6_a_query_means_what_was_put_in_and_in_that_order(
        name in "\\PC*", word in any::<String>(), page in any::<u64>(),
    ) {
        // The ends of the text are no blanks, which the filter refuses.
        let name = format!("n{name}n");
        let filter = UserFilter::new().username(TextLookup::contains(&name)).unchecked("extra", word.clone());
        let request = ListUsers::new().filters(filter).page(page).to_request(&base()).unwrap();
        let pairs: Vec<_> = form_urlencoded::parse(request.uri().query().unwrap().as_bytes()).into_owned().collect();
        let expected = [("username__contains", name), ("extra", word), ("page", page.to_string())];
        prop_assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value)).to_vec());
        let _ = TaskQueueFilter::new();
    }

    #[test]
    fn s6_any_bytes_end_in_a_value_or_an_error(body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_in_every_way(&body);
    }

    #[test]
    fn s6_any_json_ends_in_a_value_or_an_error(value in json()) {
        read_in_every_way(value.to_string().as_bytes());
    }

    #[test]
    fn s6_markup_and_cut_json_end_in_an_error(text in "<[a-z?!]{0,8}[^\\n]{0,80}|\\{\"[a-z]{1,8}\": ?[\\[\\{\"0-9]{1,5}.{0,20}") {
        read_in_every_way(text.as_bytes());
    }

    #[test]
    fn a5_what_is_under_a_secrets_name_is_never_left(
        before in "\\PC{0,40}", key in "[a-z_]{0,8}(token|password|secret|api_key)", secret in "[a-zA-Z0-9 +/.:,-]{1,60}", cut in any::<bool>(),
    ) {
        let secret = format!("canary{secret}");
        let end = if cut { "" } else { "\" }" };
        let text = format!("{before} {{\"{key}\": \"{secret}{end}");
        let shown = redact(&text);
        prop_assert!(!shown.contains("canary") || before.contains("canary") , "{}", shown);
        prop_assert_eq!(redact(&shown), shown.clone());
    }

    #[test]
    fn s6_small_readers_take_anything(text in any::<String>()) {
        let _ = redact(&text);
        let _ = decode::snippet(text.as_bytes());
        let _ = decode::page_title(text.as_bytes());
        let _ = text.parse::<BaseUrl>();
        let _ = text.parse::<ByteRange>();
        let _ = text.parse::<saltant_core::types::Timestamp>();
        let _ = serde_json::from_value::<saltant_core::types::Timestamp>(text.clone().into());
        let _ = Multipart::new().file(&text, &text, &text, text.clone()).into_body();
        let mut headers = http::HeaderMap::new();
        if let Ok(value) = text.parse() {
            headers.insert("retry-after", value);
        }
        let _ = retry::retry_after(&headers, std::time::SystemTime::now());
        let _ = saltant_core::saltant::JsonWebToken::new(saltant_core::types::saltant::TokenPair::new(text.as_str(), text.as_str()));
    }

    #[test]
    fn s6_the_executor_takes_any_answer(
        status in 100_u16..1000, location in "[ -~]{0,40}", encoding in prop_oneof![Just("gzip"), Just("identity"), Just("br")],
        body in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let response = http::Response::builder()
            .status(status)
            .header("location", location)
            .header("content-encoding", encoding)
            .header("retry-after", "99999999999999999999")
            .body(body)
            .unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let (client, _) = client([Reply::answer(response)]);
            let _ = client.call(super::common::get()).await;
        });
    }
}
