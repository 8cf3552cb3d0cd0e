//! A mail server that is not ours, as a process of its own.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

pub(crate) struct Peer {
    child: Child,
    folder: TempDir,
    pub port: u16,
}

/// A mail that arrived.
pub(crate) struct Arrived {
    pub raw: String,
    pub envelope: serde_json::Value,
}

impl Peer {
    /// Starts it; `args` as in `e2e/mail/server.py`.
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), args)
    }

    fn start_in(folder: TempDir, args: &[&str]) -> Self {
        let mut child = Command::new("python3")
            .arg(Path::new(ROOT).join("e2e/mail/server.py"))
            .arg(folder.path())
            .args(args)
            .env("PYTHONPATH", Path::new(ROOT).join(".lotse/tools/python"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("port ").and_then(|port| port.parse().ok());
        let port = port.unwrap_or_else(|| panic!("no mail server: run ./test once, it brings aiosmtpd"));
        Self { child, folder, port }
    }

    /// Ends it and leaves its port.
    pub(crate) fn stop(mut self) -> u16 {
        self.end();
        self.port
    }

    /// All mails that arrived, in their order.
    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        let file = |n: usize, kind: &str| self.folder.path().join(format!("{n}.{kind}"));
        let read = |path: PathBuf| std::fs::read_to_string(path).unwrap();
        (1..100)
            .take_while(|n| file(*n, "eml").exists())
            .map(|n| Arrived {
                raw: read(file(n, "eml")),
                envelope: serde_json::from_str(&read(file(n, "json"))).unwrap(),
            })
            .collect()
    }

    fn end(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.end();
    }
}

impl Arrived {
    /// A header as it stands there, unfolded.
    pub(crate) fn header(&self, name: &str) -> String {
        let (head, _) = self.raw.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ");
        let found = unfolded.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.unwrap_or_else(|| panic!("no header {name} in {head}")).to_owned()
    }

    /// Subject and text as a mail program shows them; read by Python, not by us.
    pub(crate) fn shown(&self) -> (String, String) {
        const READ: &str = "import email.policy, sys\n\
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)\n\
            assert not m.defects and not m.is_multipart(), m.defects\n\
            sys.stdout.buffer.write((m['subject'] + '\\n\\n' + m.get_content()).encode())";
        let mut reader = Command::new("python3")
            .args(["-c", READ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut reader.stdin.take().unwrap(), self.raw.as_bytes()).unwrap();
        let output = reader.wait_with_output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let (subject, body) = text.split_once("\n\n").unwrap();
        (subject.to_owned(), body.to_owned())
    }
}
