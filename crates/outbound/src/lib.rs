//! The one way out: HTTP to other systems, safe from forged addresses.
