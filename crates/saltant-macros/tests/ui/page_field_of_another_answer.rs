use saltant_macros::Operation;

/// Lists things.
#[derive(Operation)]
#[operation("test.list", GET "things", list of String)]
struct List {
    #[page]
    page: Page,
}

fn main() {}
