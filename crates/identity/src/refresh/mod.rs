//! Staying signed in: refresh tokens, each of which counts once.
//!
//! A refresh token names its session (the family) and its number in it, under a keyed hash; nothing of it is
//! stored. Exchanging the current one gives the next. Who asks again with the one before, because the answer
//! was lost or two requests met, gets the same successor: the browser by its mark, a program, which has none,
//! for half a minute. Anything older, or the one before from elsewhere or later, was copied: the family ends,
//! for whoever holds what of it.

mod http;
mod operations;
pub(crate) mod queries;
mod token;

pub(crate) use http::routes;
pub(crate) use token::RefreshToken;
