//! The small readers of texts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saltant_core::types::Timestamp;
use saltant_core::types::saltant::TokenPair;
use saltant_core::{BaseUrl, ByteRange, decode, redact, retry};

fuzz_target!(|data: &[u8]| {
    assert!(decode::snippet(data).len() < 2000);
    assert!(decode::page_title(data).len() < 2000);
    let _ = decode::is_page(&http::HeaderMap::new(), data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    let shown = redact(text);
    assert_eq!(redact(&shown), shown);
    let _ = text.parse::<BaseUrl>();
    let _ = text.parse::<ByteRange>();
    let _ = text.parse::<Timestamp>();
    let _ = saltant_core::saltant::JsonWebToken::new(TokenPair::new(text, text));
    if let Ok(value) = text.parse() {
        let mut headers = http::HeaderMap::new();
        headers.insert("retry-after", value);
        let _ = retry::retry_after(&headers, std::time::SystemTime::UNIX_EPOCH);
    }
});
