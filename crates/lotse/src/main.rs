//! lotse
fn main() {}
