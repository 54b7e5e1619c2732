//! The atelier program: command line, router, workers, web.
