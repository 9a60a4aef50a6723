use saltant_macros::Operation;

/// Gets a thing.
#[derive(Operation)]
#[operation("demo.things.get", GET "things/{id}", output = ())]
struct Thing {
    /// The id.
    #[segment]
    id: u64,
    #[query]
    name: String,
}

fn main() {}
