//! Tenants, people, members, sessions, sign-in, access links, activity.
