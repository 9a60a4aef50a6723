use saltant_macros::Fields;

#[derive(Fields)]
struct Shared {
    /// The name.
    #[json]
    name: String,
}

fn main() {}
