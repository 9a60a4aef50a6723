use saltant_macros::Operation;

/// Gets a thing.
#[derive(Operation)]
#[operation("demo.things.put", PUT "things/{id}", output = ())]
struct Thing {
    /// The id.
    #[segment]
    id: u64,
    /// The name.
    #[json]
    name: String,
    /// Another name.
    #[json = "name"]
    other: String,
}

fn main() {}
