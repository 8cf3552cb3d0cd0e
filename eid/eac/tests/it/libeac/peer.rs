//! Drives `tests/libeac/peer.c`: the other side of the protocol, played by libeac. Compiled once per run with the
//! system's C compiler; says what is missing.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use crate::support::{digits, hex};

/// One process with a libeac context of its own.
pub(super) struct Peer {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    pub(super) fn start() -> Self {
        static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
        let program = PROGRAM.get_or_init(compile);
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output }
    }

    /// One command; its values, or the step that libeac refused.
    pub(super) fn try_ask(&mut self, command: &str, values: &[&[u8]]) -> Result<Vec<Vec<u8>>, String> {
        let line = self.line(command, values);
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("ok", values) => Ok(values.split_whitespace().map(unword).collect()),
            (_, step) => Err(step.to_owned()),
        }
    }

    /// One command that must succeed.
    pub(super) fn ask(&mut self, command: &str, values: &[&[u8]]) -> Vec<Vec<u8>> {
        self.try_ask(command, values).unwrap_or_else(|step| panic!("libeac refused {command}: {step}"))
    }

    /// One command that must answer with exactly one value.
    pub(super) fn value(&mut self, command: &str, values: &[&[u8]]) -> Vec<u8> {
        let [value] = <[_; 1]>::try_from(self.ask(command, values)).unwrap();
        value
    }

    /// One command as it is written, its answer as it is read.
    pub(super) fn line(&mut self, command: &str, values: &[&[u8]]) -> String {
        let words: String = values.iter().map(|value| word(value)).collect();
        writeln!(self.input, "{command}{words}").unwrap();
        self.input.flush().unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "libeac's process ended during {command}");
        line.trim_end().to_owned()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A word of a command: a blank, and hex digits or a dash for nothing.
fn word(value: &[u8]) -> String {
    if value.is_empty() { " -".into() } else { format!(" {}", digits(value)) }
}

fn unword(word: &str) -> Vec<u8> {
    if word == "-" { Vec::new() } else { hex(word) }
}

const MISSING: &str = "the tests against libeac need a C compiler, pkg-config, libeac and its tools \
                       (on Debian: apt-get install gcc pkg-config libeac-dev openpace)";

fn compile() -> PathBuf {
    let flags = Command::new("pkg-config").args(["--cflags", "--libs", "libeac"]).output().expect(MISSING);
    assert!(flags.status.success(), "{MISSING}: {}", String::from_utf8_lossy(&flags.stderr));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/libeac/peer.c");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("libeac-peer-{}", std::process::id()));
    let done = Command::new("cc")
        .args(["-O2", "-o"])
        .arg(&program)
        .arg(source)
        .args(String::from_utf8(flags.stdout).unwrap().split_whitespace())
        .arg("-lcrypto")
        .output()
        .expect(MISSING);
    assert!(done.status.success(), "{MISSING}: {}", String::from_utf8_lossy(&done.stderr));
    program
}

/// Runs one of libeac's tools, or OpenSSL's, in a folder; it must succeed.
pub(super) fn tool(folder: &Path, name: &str, arguments: &[&str]) {
    let done = Command::new(name).args(arguments).current_dir(folder).output().expect(MISSING);
    assert!(done.status.success(), "{name} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// What `cvc-print` prints. It fails for certificates that are not valid today, after printing them.
pub(super) fn print(folder: &Path, arguments: &[&str]) -> String {
    let done = Command::new("cvc-print").args(arguments).current_dir(folder).output().expect(MISSING);
    String::from_utf8_lossy(&done.stdout).into_owned()
}
