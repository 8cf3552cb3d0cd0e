//! A folder of its own, the program run in it, and a served site asked over a real connection.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// The longest that anything here may take, but for what tests time limits.
const PATIENCE: Duration = Duration::from_secs(30);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// A folder with a database in it.
pub(crate) struct Place(TempDir);

/// What a command did.
#[derive(Debug)]
pub(crate) struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn database(&self) -> String {
        format!("sqlite://{}", self.path("lotse.db").display())
    }

    /// Writes a file and gives its whole name.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), bytes).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    /// The program in this folder, with nothing of the tester's surroundings.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lotse"));
        command.args(args).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        command
    }

    /// Runs the program without naming a database.
    pub(crate) fn run(&self, args: &[&str]) -> Done {
        self.command(args).stdin(Stdio::null()).output().unwrap().into()
    }

    /// Runs the program on this folder's database.
    pub(crate) fn lotse(&self, args: &[&str]) -> Done {
        self.run(&[args, &["--database", &self.database()]].concat())
    }

    /// Runs a command again and again until it succeeds.
    pub(crate) fn eventually(&self, args: &[&str]) {
        let start = Instant::now();
        while self.run(args).code != Some(0) {
            assert!(start.elapsed() < PATIENCE, "in vain: {args:?}");
            std::thread::sleep(PAUSE);
        }
    }

    /// What the database holds, as files.
    pub(crate) fn export(&self) -> [String; 2] {
        ["tour", "services"].map(|kind| self.lotse(&["export", kind]).ok())
    }

    /// What the served site has logged so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }

    /// Starts serving this folder's database.
    pub(crate) fn serve(&self, args: &[&str]) -> Server {
        self.serve_on(&self.database(), args)
    }

    /// Starts serving another database.
    pub(crate) fn serve_on(&self, database: &str, args: &[&str]) -> Server {
        let all = [&["serve", "--listen", "127.0.0.1:0", "--database", database], args].concat();
        let log = File::create(self.path("log")).unwrap();
        let mut command = self.command(&all);
        command.env("LOTSE_LOG", "trace").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let log = || fs::read_to_string(self.path("log")).unwrap();
        let (_, port) = line.trim().rsplit_once(':').unwrap_or_else(|| panic!("did not start: {}", log()));
        Server { port: port.parse().unwrap(), child, log: self.path("log") }
    }
}

/// A file of the default city.
pub(crate) fn hamburg(name: &str) -> String {
    format!("{}/../../data/hamburg/{name}", env!("CARGO_MANIFEST_DIR"))
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Done {
    /// What was printed, after checking that all went well.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }
}

/// A site that is served.
pub(crate) struct Server {
    pub port: u16,
    child: Child,
    log: PathBuf,
}

impl Server {
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The whole answer to some bytes, as far as one comes.
    pub(crate) fn send(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // A server that refuses may close before everything is written.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())
    }

    /// Asks for a page until it holds a text; how long that took.
    pub(crate) fn shows(&self, path: &str, text: &str) -> Duration {
        let start = Instant::now();
        while !self.get(path).contains(text) {
            assert!(start.elapsed() < PATIENCE, "{path} never shows {text:?}");
            std::thread::sleep(PAUSE);
        }
        start.elapsed()
    }

    /// Asks the process to stop.
    pub(crate) fn terminate(&self) {
        self.signal("-TERM");
    }

    /// Sends the process a signal.
    pub(crate) fn signal(&self, which: &str) {
        let told = Command::new("kill").args([which, &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Stops it and gives what it logged.
    pub(crate) fn stop(mut self) -> String {
        self.terminate();
        assert_eq!(self.wait().code(), Some(0));
        fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
