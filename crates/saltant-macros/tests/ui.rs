//! What the derive refuses, and what it says: one file in `ui` for each check.

#[test]
fn each_slip_is_told_where_it_is() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
