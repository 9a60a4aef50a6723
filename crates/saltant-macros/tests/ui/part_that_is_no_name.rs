use saltant_macros::Operation;

/// Gets a thing.
#[derive(Operation)]
#[operation("saltant.x", GET "x", output = String, part = Nothing)]
struct Wrong {}

fn main() {}
