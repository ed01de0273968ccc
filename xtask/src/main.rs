//! `cargo xtask`: everything the project does to itself.
fn main() {}
