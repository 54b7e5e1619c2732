//! Places at which a test has the process killed, to see what is lost. Builds for release have none.

use crate::App;

/// Dies at once, as by `kill -9`, when the settings name this place.
pub fn failpoint(app: &App, place: &str) {
    #[cfg(debug_assertions)]
    if app.config().server.failpoint == place {
        let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    }
    let _ = (app, place);
}
