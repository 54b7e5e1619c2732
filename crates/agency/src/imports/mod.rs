//! Importing campaigns from files of other systems: CSV in all its dialects, and JSON Lines.
//!
//! A file is read once, in bounded memory, row by row ([`reader`]); rows that are wrong are reported and the
//! others are stored in batches, by `external_id`: importing a file again changes nothing, importing a
//! corrected file changes what was corrected. Entered at [`operations::import_campaigns`], from the command
//! line.

pub mod columns;
pub mod dates;
pub mod money;
pub mod operations;
pub mod queries;
pub mod reader;
pub mod records;
mod report;
pub mod rows;
pub mod vocabulary;

pub use operations::{ImportError, ImportOptions, Progress, import_campaigns};
pub use report::Report;
