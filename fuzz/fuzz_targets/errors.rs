//! Bad answers, by the error reader of any service.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saltant_core::operation::Operation as _;
use saltant_fuzz::{answer, check, choose};

fuzz_target!(|data: &[u8]| {
    let Some((operation, rest)) = choose(data) else { return };
    let Some(([status, kind], body)) = rest.split_first_chunk::<2>() else { return };
    let kinds = ["application/json", "text/html", "text/xml", "text/plain", ""];
    let answer = answer(300 + u16::from(*status), kinds[usize::from(*kind) % kinds.len()], body);
    if let Err(error) = operation.read(&answer) {
        check(&error);
    }
});
