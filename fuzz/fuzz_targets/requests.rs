//! JSON arguments of any operation, and the request that they make.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saltant_core::operation::Operation as _;
use saltant_fuzz::choose_entry;

fuzz_target!(|data: &[u8]| {
    let Some((entry, rest)) = choose_entry(data) else { return };
    let Ok(arguments) = serde_json::from_slice(rest) else { return };
    let Ok(operation) = entry.operation(arguments) else { return };
    let base = "https://example.org/api".parse().unwrap();
    if let Ok(request) = operation.to_request(&base) {
        assert!(base.is_origin_of(request.uri()));
    }
});
