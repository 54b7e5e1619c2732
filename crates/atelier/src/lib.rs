//! The atelier program: the command line, every route, every job, the web app.
//!
//! It puts the areas together and adds nothing of its own to what they mean. One process holds any of the
//! roles API and worker; `demo` holds both beside the embedded database and the vendors' sandbox.

pub mod assemble;
pub mod cli;
pub mod docs_page;
pub mod expiry;
pub mod health;
pub mod models;
pub mod realtime;
pub mod router;
pub mod sealing;
pub mod seen;
pub mod shutdown;
pub mod web;
pub mod worker;
