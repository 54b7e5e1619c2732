//! The atelier program.
fn main() {}
