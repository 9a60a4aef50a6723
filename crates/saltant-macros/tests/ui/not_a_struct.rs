use saltant_macros::Operation;

/// Gets a thing.
#[derive(Operation)]
#[operation("demo.things.get", GET "things", output = ())]
enum Thing {
    One,
}

fn main() {}
