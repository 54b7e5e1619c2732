//! What every area stands on: actor, permission, transaction, error, page, http.
