use saltant_macros::Operation;

/// Lists things.
#[derive(Operation)]
#[operation("test.list", GET "things", list = String)]
struct List {}

fn main() {}
