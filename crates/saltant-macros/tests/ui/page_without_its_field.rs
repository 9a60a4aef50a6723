use saltant_macros::Operation;

/// Lists things.
#[derive(Operation)]
#[operation("test.list", GET "things", page of String)]
struct List {
    /// How many.
    #[query]
    limit: Option<u64>,
}

fn main() {}
