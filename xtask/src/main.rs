//! Placeholder while the layers are laid out.

fn main() {}
