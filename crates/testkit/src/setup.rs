use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use db::{
    Db, Engine,
    testing::{PostgresDatabase, sqlite_url},
};
use jiff::civil::DateTime;
use kernel::{Actor, FixedClock, SeededRng};
use outreach::Post;
use web::{App, City, CityFolder, Settings};

use crate::{NOW, TestApp, app::Kept, local, sample};

/// How a test app is started.
#[derive(Debug, Clone)]
pub struct Setup {
    engine: Engine,
    at: DateTime,
    public_url: String,
    demo: bool,
    data: Data,
    city: PathBuf,
    mail: Option<String>,
}

#[derive(Debug, Clone, Copy)]
enum Data {
    Small,
    Hamburg,
    None,
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

impl Setup {
    /// The small tour in a SQLite file, at [`NOW`].
    pub fn new() -> Self {
        let public_url = "http://localhost:8080".to_owned();
        Self {
            engine: Engine::Sqlite,
            at: NOW,
            public_url,
            demo: false,
            data: Data::Small,
            city: hamburg(),
            mail: None,
        }
    }

    /// Another engine. PostgreSQL needs the test server (see [`db::testing::SERVER`]).
    #[must_use]
    pub fn on(self, engine: Engine) -> Self {
        Self { engine, ..self }
    }

    /// Another local time.
    #[must_use]
    pub fn at(self, at: DateTime) -> Self {
        Self { at, ..self }
    }

    /// Another public address.
    #[must_use]
    pub fn public_url(self, url: &str) -> Self {
        Self { public_url: url.to_owned(), ..self }
    }

    /// Says that the data are an example.
    #[must_use]
    pub fn demo(self) -> Self {
        Self { demo: true, ..self }
    }

    /// All of Hamburg's data in place of the small tour.
    #[must_use]
    pub fn hamburg(self) -> Self {
        Self { data: Data::Hamburg, ..self }
    }

    /// An empty database.
    #[must_use]
    pub fn empty(self) -> Self {
        Self { data: Data::None, ..self }
    }

    /// Another city's folder, and an empty database.
    #[must_use]
    pub fn city(self, folder: &Path) -> Self {
        Self { data: Data::None, city: folder.to_owned(), ..self }
    }

    /// A mail server, by its address.
    #[must_use]
    pub fn mail(self, server: &str) -> Self {
        Self { mail: Some(server.to_owned()), ..self }
    }

    /// Makes the database, fills it and starts the app.
    pub async fn start(self) -> TestApp {
        let (kept, url) = match self.engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let url = sqlite_url(folder.path());
                (Kept::Folder(folder), url)
            }
            Engine::Postgres => {
                let database = PostgresDatabase::create().await;
                let url = database.url();
                (Kept::Server(database), url)
            }
        };
        let db = Db::open(&url).await.unwrap();
        let clock = FixedClock::new(local(self.at));
        fill(&db, &clock, self.data).await;
        if self.demo {
            let rng = SeededRng::new(3);
            staff::practice_accounts(&db, &Actor::Operator, &clock, &rng).await.unwrap();
        }
        let settings = Settings { public_url: self.public_url.parse().unwrap(), demo: self.demo };
        let post = self.mail.map(|server| {
            let (server, sender) = (server.parse().unwrap(), "lotse@example.org".parse().unwrap());
            let rng = Arc::new(SeededRng::new(4));
            Post::new(db.clone(), Arc::new(clock.clone()), rng, (server, sender), None, "localhost").unwrap()
        });
        let clock_of_app = Arc::new(clock.clone());
        let app = App::start(db.clone(), city(&self.city), settings, clock_of_app, post).await.unwrap();
        TestApp::new(app, db, url, clock, kept)
    }
}

/// The folder of Hamburg's files.
fn hamburg() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/hamburg")
}

fn city(folder: &Path) -> City {
    City::load(&CityFolder(folder)).unwrap()
}

async fn fill(db: &Db, clock: &FixedClock, data: Data) {
    let rng = SeededRng::new(1);
    let read = |name: &str| std::fs::read_to_string(hamburg().join(name)).unwrap();
    let (tour, services) = match data {
        Data::None => return,
        Data::Small => (sample::tour(), sample::SERVICES.to_owned()),
        Data::Hamburg => {
            let both = read("tour.jsonl") + &read("example-tour.jsonl");
            (tour::exchange::parse(both.as_bytes(), &tour::Known::default()).unwrap(), read("services.jsonl"))
        }
    };
    tour::import(db, &Actor::Operator, clock, &rng, &tour, false).await.unwrap();
    let services = directory::exchange::parse(services.as_bytes()).unwrap();
    directory::import(db, &Actor::Operator, clock, &rng, services, false).await.unwrap();
}
