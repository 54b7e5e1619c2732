//! Vendors simulated at wire level for demo, tests and rehearsals.
