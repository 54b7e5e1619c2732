//! The program in this process.

use std::net::{Ipv4Addr, SocketAddr};

use atelier::health::Vitals;
use atelier::realtime::Feed;
use atelier::router::{Parts, router};
use atelier::shutdown::Shutdown;
use atelier::worker;
use db::testing::TestDatabase;
use identity::Authenticator;
use platform::config::{Config, IdentityProvider, ProviderKind};
use platform::{App, Clock, Keys};
use sandbox::Sandbox;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

use crate::client::Client;

/// The secret of the installation, for this process and for the binary.
pub(crate) const SECRET: [u8; 32] = [7; 32];

/// Whether this process works on the jobs that its requests order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jobs {
    Worked,
    Left,
}

/// A running program. Its tasks end with the test's runtime.
pub(crate) struct Program {
    pub(crate) app: App,
    pub(crate) address: SocketAddr,
    pub(crate) database: TestDatabase,
    pub(crate) sandbox: Sandbox,
    shutdown: Shutdown,
}

impl Program {
    /// Over a database of its own with the demo's tenants.
    pub(crate) async fn start(jobs: Jobs) -> Self {
        Self::over(demo_database().await, jobs).await
    }

    /// Over this database, as it is.
    pub(crate) async fn over(database: TestDatabase, jobs: Jobs) -> Self {
        Self::with(database, jobs, |_| {}).await
    }

    /// With settings of the test's own.
    pub(crate) async fn with(database: TestDatabase, jobs: Jobs, settings: impl FnOnce(&mut Config)) -> Self {
        let shutdown = Shutdown::default();
        let sandbox = Sandbox::default();
        let listener = listen().await;
        let model = address_of(&listener);
        let serving = sandbox::serve(listener, sandbox.clone(), begun(&shutdown));
        worker::spawn(async move { serving.await.expect("the sandbox serves") });
        let smtp = listen().await;
        let door = listen().await;
        let mut config = config(model, address_of(&door));
        config.sign_in.providers.insert("sandbox".to_owned(), sandbox_provider(model));
        config.mail.url = format!("smtp://{}", address_of(&smtp)).into();
        settings(&mut config);
        let catcher = sandbox.clone();
        worker::spawn(async move { sandbox::serve_smtp(smtp, catcher).await });
        config.server.public_url = format!("http://{}", address_of(&door));
        let app = App::new(config, (*database).clone(), Clock::System, Keys::new(SECRET));
        let address = serve(&app, door, &shutdown);
        if let Ok(Some(postbox)) = worker::postbox(&app) {
            worker::spawn(worker::run_mails(app.clone(), postbox, shutdown.clone()));
        }
        if jobs == Jobs::Worked {
            let models = atelier::models::models(&app).await.expect("the sandbox is a model");
            worker::spawn(worker::run(app.clone(), models, shutdown.clone()));
            worker::spawn(worker::run_webhooks(app.clone(), shutdown.clone()));
        }
        Self { app, address, database, sandbox, shutdown }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.shutdown.begin();
    }
}

/// A database with the demo's tenants, seeded once for all tests of this binary.
pub(crate) async fn demo_database() -> TestDatabase {
    static SEEDED: OnceCell<TestDatabase> = OnceCell::const_new();
    let seeded = SEEDED.get_or_init(|| async {
        let database = db::testing::database().await;
        let config = Config::load(None).expect("the defaults are complete");
        let app = App::new(config, (*database).clone(), Clock::System, Keys::new(SECRET));
        agency::demo::seed(&app).await.expect("the demo's tenants");
        database
    });
    seeded.await.copy().await
}

pub(crate) async fn listen() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port")
}

pub(crate) fn address_of(listener: &TcpListener) -> SocketAddr {
    listener.local_addr().expect("a bound address")
}

fn serve(app: &App, listener: TcpListener, shutdown: &Shutdown) -> SocketAddr {
    let address = address_of(&listener);
    let feed = Feed::new(shutdown.clone());
    let (following, followed) = (feed.clone(), app.clone());
    worker::spawn(async move { following.run(&followed).await });
    let parts = Parts {
        app: app.clone(),
        authenticator: Authenticator::new(app),
        feed,
        vitals: Vitals { shutdown: shutdown.clone(), is_demo: true },
    };
    let service = router(parts).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(begun(shutdown));
    worker::spawn(async move { serving.await.expect("the program serves") });
    address
}

fn begun(shutdown: &Shutdown) -> impl Future<Output = ()> + Send + 'static {
    let shutdown = shutdown.clone();
    async move { shutdown.begun().await }
}

fn sandbox_provider(sandbox: SocketAddr) -> IdentityProvider {
    IdentityProvider {
        name: "Sandbox".to_owned(),
        kind: ProviderKind::Oidc,
        issuer: format!("http://{sandbox}/oidc"),
        client_id: "atelier".to_owned(),
        client_secret: "the sandbox takes any secret".to_owned().into(),
        client_secret_file: String::new(),
    }
}

/// The defaults with the sandbox as the model, fast polls, and no limit on how often a test may ask.
fn config(model: SocketAddr, listen: SocketAddr) -> Config {
    let mut config = Config::load(None).expect("the defaults are complete");
    config.server.listen = listen;
    config.llm.base_url = format!("http://{model}/v1/");
    config.llm.model = format!("openai::{}", sandbox::MODEL);
    config.llm.api_key = "the sandbox takes any key".to_owned().into();
    config.outbound.allowed_networks.push("127.0.0.1/32".to_owned());
    config.http.rate_limit_per_minute = 0;
    config.http.rate_limit_anonymous_per_minute = 0;
    config.jobs.poll_ms = 50;
    config.webhooks.poll_ms = 50;
    config
}
