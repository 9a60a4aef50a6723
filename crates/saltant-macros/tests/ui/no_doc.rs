use saltant_macros::Operation;

#[derive(Operation)]
#[operation("demo.things.get", GET "things/{id}", output = ())]
struct Thing {
    /// The id.
    #[segment]
    id: u64,
}

fn main() {}
