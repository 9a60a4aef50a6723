use saltant_macros::Operation;

/// Gets a thing.
#[derive(Operation)]
#[operation("demo.things.get", HEAD "things/{id}", output = ())]
struct Thing {
    /// The id.
    #[segment]
    id: u64,
    /// The name.
    #[form]
    name: String,
}

fn main() {}
