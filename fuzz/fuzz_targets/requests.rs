//! JSON arguments of any operation, and the request that they make.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saltant_core::catalog;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first_chunk::<2>() else { return };
    let Ok(arguments) = serde_json::from_slice(rest) else { return };
    let entries: Vec<_> = catalog::entries().collect();
    let entry = entries[usize::from(u16::from_le_bytes(*choice)) % entries.len()];
    let Ok(operation) = entry.operation(arguments) else { return };
    let base = "https://example.org/api".parse().unwrap();
    if let Ok(request) = operation.to_request(&base) {
        assert!(base.is_origin_of(request.uri()));
    }
});
