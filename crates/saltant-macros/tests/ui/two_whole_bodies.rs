use saltant_macros::Operation;

/// Gets a thing.
#[derive(Operation)]
#[operation("demo.things.put", PUT "things/{id}", output = ())]
struct Thing {
    /// The id.
    #[segment]
    id: u64,
    /// The name.
    #[body]
    name: String,
    /// The size.
    #[body]
    size: u64,
}

fn main() {}
