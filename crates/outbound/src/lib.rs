//! The one way out: HTTP to other systems, safe from forged addresses.
//!
//! Invariants:
//! - A request leaves only for `http` or `https`, without user info, to a globally routable address, or to a
//!   network that the operator allowed. The check covers addresses written in the URL (in any spelling) and
//!   every address a name resolves to, at the moment of connecting, so a name cannot change its mind between
//!   check and use.
//! - Ports other than 80 and 443 exist only inside allowed networks.
//! - Redirects are answers, never followed. Proxies from the environment are ignored. Bodies are not
//!   decompressed.
//! - Every exchange is bounded in time and in bytes.
//! - What is sent again is what may be: refused before it was processed, or marked repeatable by the caller.
//!
//! Callers: clients of other systems (`llm`, vendors, webhooks). Nothing else opens a connection to the
//! outside.

mod address;
mod breaker;
mod client;
mod error;
mod request;
mod resolver;
mod retry;

pub use address::{Network, NetworkError, is_global};
pub use breaker::{Breaker, Breakers, Open, Permit};
pub use client::{Client, Settings};
pub use error::{Forbidden, OutboundError};
pub use request::{Request, Response};
pub use retry::{Retry, Verdict, retry_after};
