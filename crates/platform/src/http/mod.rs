//! Between HTTP and operations: what comes in is validated here, what goes out is shaped here.

pub mod csv;
pub mod frame;
mod objects;
mod patch;
pub mod rate_limit;
pub mod respond;
pub mod valid;

pub use patch::nullable;
