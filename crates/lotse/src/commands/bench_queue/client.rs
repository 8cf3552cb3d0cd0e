//! The least that speaks HTTP over one connection that stays open: a phone or a desk that waits for each answer.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context as _, ensure};

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection.
pub(super) struct Client(BufReader<TcpStream>);

/// What came back.
pub(super) struct Answer {
    pub status: u16,
    /// The lines before the body, with their names as the server writes them.
    pub head: String,
    pub body: String,
}

impl Client {
    pub(super) fn to(server: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(server).context("connecting to the server under test")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self(BufReader::new(stream)))
    }

    pub(super) fn get(&mut self, path: &str, headers: &str) -> anyhow::Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n"))
    }

    /// Sends a form, as a page of ours does.
    pub(super) fn post(&mut self, path: &str, headers: &str, form: &str) -> anyhow::Result<Answer> {
        let length = form.len();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n{headers}\r\n{form}"
        ))
    }

    fn ask(&mut self, request: &str) -> anyhow::Result<Answer> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            ensure!(self.0.read_line(&mut head)? > 0, "the server closed the connection: {head}");
        }
        let status = head.get(9..12).and_then(|code| code.parse().ok()).context("no HTTP answer")?;
        let length = field(&head, "content-length").map_or(Ok(0), str::parse)?;
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(Answer { status, body: String::from_utf8(body)?, head })
    }
}

impl Answer {
    /// A line of the head by its name in small letters.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        field(&self.head, name)
    }
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let mut named = lines.filter(|(n, _)| n.eq_ignore_ascii_case(name));
    named.next().map(|(_, value)| value)
}
