use saltant_macros::Operation;

/// Gets a thing.
#[derive(Operation)]
#[operation("demo.things.get", GET "things/{part}/{id}", output = ())]
struct Thing {
    /// The id.
    #[segment]
    id: u64,
    /// The part.
    #[segment]
    part: String,
}

fn main() {}
