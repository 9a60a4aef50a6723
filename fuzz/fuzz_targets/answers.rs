//! Good answers, by any operation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saltant_core::operation::Operation as _;
use saltant_fuzz::{answer, check, choose};

fuzz_target!(|data: &[u8]| {
    let Some((operation, body)) = choose(data) else { return };
    let answer = answer(200, "application/json", body);
    if let Err(error) = operation.read(&answer) {
        check(&error);
    }
    if let Some(Err(error)) = operation.clone().into_list().map(|list| list.read(&answer)) {
        check(&error);
    }
});
