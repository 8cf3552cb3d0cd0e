use std::{sync::Arc, time::Duration};

use db::{AuditFilter, Db, Mail};
use jiff::SignedDuration;
use kernel::{Clock as _, FixedClock, Lang, SeededRng};
use outreach::{Delivered, MailProblem, Password, Post};
use tempfile::TempDir;
use uuid::Uuid;

use crate::peer::Peer;

const SENT: Delivered = Delivered { sent: 1, later: 0, given_up: 0 };
const LATER: Delivered = Delivered { sent: 0, later: 1, given_up: 0 };
const GIVEN_UP: Delivered = Delivered { sent: 0, later: 0, given_up: 1 };
const TEXT: &str = "Guten Tag Łukasz Große,\n\nhier ist Ihr Link, so lang, dass er über eine Zeile des Drahts \
hinausgeht und mit = und . zurechtkommen muss:\nhttps://popup.example.org/einladung/0123456789abcdef0123456789abcdef\n\
.\n.. ein Punkt am Anfang\n\nIhr Team\n";

/// Somebody who writes mails, at a time that stands still.
struct Office {
    db: Db,
    clock: FixedClock,
    rng: Arc<SeededRng>,
}

impl Office {
    fn new(db: Db) -> Self {
        let clock = FixedClock::new("2026-03-24T10:00:00Z".parse().unwrap());
        Self { db, clock, rng: Arc::new(SeededRng::new(1)) }
    }

    fn post(&self, server: &str, password: Option<&str>) -> Post {
        let sender = "Digital-Stand Süd <lotse@example.org>".parse().unwrap();
        Post::new(
            self.db.clone(),
            Arc::new(self.clock.clone()),
            self.rng.clone(),
            (server.parse().unwrap(), sender),
            password.map(Password::new),
            "popup.example.org",
        )
        .unwrap()
    }

    /// To a server that speaks no TLS.
    fn plain(&self, port: u16) -> Post {
        self.post(&format!("smtp://127.0.0.1:{port}?tls=none"), None)
    }

    async fn write(&self, number: u8, to: &str, subject: &str) {
        let mail = Mail {
            id: Uuid::from_u128(number.into()),
            about: format!("account:{number}"),
            lang: Lang::De,
            to: to.parse().unwrap(),
            subject: subject.to_owned(),
            body: TEXT.to_owned(),
            made_at: self.clock.now(),
        };
        let mut tx = self.db.begin().await.unwrap();
        tx.mail_put(&mail).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn waiting(&self) -> Vec<(bool, Option<String>)> {
        let states = self.db.mail_states("").await.unwrap();
        states.into_iter().map(|s| (s.given_up, s.problem)).collect()
    }

    async fn audited(&self) -> Vec<String> {
        let rows = self.db.audit_list(&AuditFilter::default()).await.unwrap();
        rows.iter().map(|r| format!("{} {} {}", r.entry.action, r.entry.object, r.entry.detail)).collect()
    }

    async fn all_tables_hold(&self, words: &str) -> bool {
        static MAILS: db::Statement = db::Statement::new(
            "mails",
            "SELECT id || about || coalesce(recipient, '') || coalesce(subject, '') || coalesce(body, '') FROM mail_queue
             UNION ALL SELECT actor || action || object || detail FROM audit",
        );
        let rows = self.db.fetch(&MAILS, &[]).await.unwrap();
        rows.iter().any(|row| row.text(0).unwrap().contains(words))
    }
}

/// A certificate for a name, and its key, as files.
fn certificate(name: &str) -> (TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let path = |file: &str| folder.path().join(file).display().to_string();
    let (cert, key) = (path("cert.pem"), path("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (folder, cert, key)
}

db::contract_tests! {
    async fn a_mail_arrives_as_plain_text_and_nothing_of_it_is_left(db: Db) {
        let (office, peer) = (Office::new(db), Peer::start(&[]));
        office.write(1, "a.beispiel@example.org", "Einladung für Łukasz Große ins Team, mit vielen Wörtern und Ümläuten").await;
        let post = office.plain(peer.port);
        post.check().await.unwrap();
        assert_eq!(post.deliver().await.unwrap(), SENT);
        assert_eq!(post.deliver().await.unwrap(), Delivered::default());
        let all = peer.arrived();
        assert_eq!(all.len(), 1);
        let mail = &all[0];
        assert_eq!(mail.envelope["from"], "lotse@example.org");
        assert_eq!(mail.envelope["to"], serde_json::json!(["a.beispiel@example.org"]));
        assert_eq!(mail.envelope["hello"], "popup.example.org");
        assert_eq!(mail.header("Date"), "Tue, 24 Mar 2026 10:00:00 +0000");
        assert_eq!(mail.header("Message-ID"), "<00000000-0000-0000-0000-000000000001@example.org>");
        assert_eq!(mail.header("To"), "a.beispiel@example.org");
        assert_eq!(mail.header("Content-Type"), "text/plain; charset=utf-8");
        assert_eq!(mail.header("Content-Transfer-Encoding"), "quoted-printable");
        assert_eq!(mail.header("Content-Language"), "de");
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert_eq!(mail.header("MIME-Version"), "1.0");
        assert!(mail.header("From").ends_with("<lotse@example.org>"), "{}", mail.raw);
        assert!(mail.raw.is_ascii() && mail.raw.split("\r\n").all(|line| line.len() <= 78 && !line.contains('\n')), "{}", mail.raw);
        let (subject, text) = mail.shown();
        assert_eq!(subject, "Einladung für Łukasz Große ins Team, mit vielen Wörtern und Ümläuten");
        assert_eq!(text.replace("\r\n", "\n"), TEXT);
        assert_eq!(office.waiting().await, []);
        assert_eq!(office.audited().await, ["mail-send account:1 {\"tries\":1}"]);
        assert!(!office.all_tables_hold("beispiel").await);
    }

    async fn while_the_server_is_away_the_mail_waits_and_then_goes(db: Db) {
        let office = Office::new(db);
        let port = Peer::start(&[]).stop();
        let post = office.plain(port);
        assert!(matches!(post.check().await, Err(MailProblem::Unreachable(_))));
        office.write(1, "a.beispiel@example.org", "Einladung").await;
        assert_eq!(post.deliver().await.unwrap(), LATER);
        assert_eq!(post.deliver().await.unwrap(), Delivered::default(), "not before its time");
        assert_eq!(office.waiting().await, [(false, Some("unreachable".to_owned()))]);
        let peer = Peer::start(&["--port", &port.to_string()]);
        office.clock.advance(SignedDuration::from_mins(1));
        assert_eq!(post.deliver().await.unwrap(), SENT);
        assert_eq!(peer.arrived().len(), 1);
        assert_eq!(office.audited().await, ["mail-send account:1 {\"tries\":2}"]);
    }

    async fn what_never_goes_is_given_up_and_holds_no_address(db: Db) {
        let office = Office::new(db);
        let post = office.plain(Peer::start(&[]).stop());
        office.write(1, "a.beispiel@example.org", "Einladung").await;
        let mut rounds = 0;
        while office.audited().await.is_empty() {
            let round = post.deliver().await.unwrap();
            assert_eq!(round.sent, 0);
            rounds += 1;
            office.clock.advance(SignedDuration::from_hours(1));
            assert!(rounds < 24, "it is tried for ever");
        }
        assert_eq!(office.waiting().await, [(true, Some("unreachable".to_owned()))]);
        assert!(!office.all_tables_hold("beispiel").await && !office.all_tables_hold("einladung/").await);
        office.clock.set("2026-03-25T09:59:59Z".parse().unwrap());
        assert_eq!(outreach::mail_purge(&office.db, &office.clock).await.unwrap(), 0);
        office.clock.set("2026-03-25T10:00:00Z".parse().unwrap());
        assert_eq!(outreach::mail_purge(&office.db, &office.clock).await.unwrap(), 1);
        assert_eq!(office.waiting().await, []);
    }

    async fn a_mail_that_waited_too_long_is_not_sent(db: Db) {
        let (office, peer) = (Office::new(db), Peer::start(&[]));
        office.write(1, "a.beispiel@example.org", "Einladung").await;
        office.clock.advance(outreach::GIVE_UP);
        assert_eq!(office.plain(peer.port).deliver().await.unwrap(), GIVEN_UP);
        assert_eq!(peer.arrived().len(), 0);
        assert_eq!(office.waiting().await, [(true, Some("too-late".to_owned()))]);
    }

    async fn a_refusal_is_final_or_not_as_the_server_says(db: Db) {
        let (office, peer) = (Office::new(db), Peer::start(&[]));
        let post = office.plain(peer.port);
        office.write(1, "refused@example.org", "Einladung").await;
        assert_eq!(post.deliver().await.unwrap(), GIVEN_UP);
        office.write(2, "later@example.org", "Einladung").await;
        assert_eq!(post.deliver().await.unwrap(), LATER);
        assert_eq!(office.waiting().await, [(true, Some("refused".to_owned())), (false, Some("later".to_owned()))]);
        assert_eq!(office.audited().await, ["mail-fail account:1 {\"why\":\"refused\",\"tries\":1}"]);
        assert!(!office.all_tables_hold("refused@").await);
        assert_eq!(peer.arrived().len(), 0);
    }

    async fn no_header_can_be_slipped_in(db: Db) {
        let (office, peer) = (Office::new(db), Peer::start(&[]));
        let post = office.plain(peer.port);
        for (number, subject) in [(1, "Hallo\r\nBcc: fremd@example.org"), (2, "Hallo\nX: y"), (3, "Hallo\r\n\r\nText")] {
            office.write(number, "a.beispiel@example.org", subject).await;
            assert_eq!(post.deliver().await.unwrap(), GIVEN_UP, "{subject:?}");
        }
        office.write(4, "a.beispiel@example.org", "=?utf-8?q?Hallo=0D=0ABcc:_fremd@example.org?=").await;
        assert_eq!(post.deliver().await.unwrap(), SENT);
        let all = peer.arrived();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].envelope["to"], serde_json::json!(["a.beispiel@example.org"]));
        assert!(!all[0].raw.contains("\nBcc"), "{}", all[0].raw);
    }

    async fn it_goes_by_tls_with_a_password(db: Db) {
        let office = Office::new(db);
        let (_folder, cert, key) = certificate("localhost");
        for (number, how, scheme) in [(1, "wrapped", "smtps"), (2, "starttls", "smtp")] {
            let peer = Peer::start(&["--tls", how, &cert, &key, "--user", "lotse@example.org", "grüne Elbe"]);
            let server = format!("{scheme}://lotse%40example.org@localhost:{}?ca={cert}", peer.port);
            let wrong = office.post(&server, Some("rote Elbe"));
            assert!(matches!(wrong.check().await, Err(MailProblem::SignIn(_))), "{how}");
            let post = office.post(&server, Some("grüne Elbe\n"));
            post.check().await.unwrap();
            office.write(number, "a.beispiel@example.org", "Einladung").await;
            assert_eq!(post.deliver().await.unwrap(), SENT, "{how}");
            let envelope = &peer.arrived()[0].envelope;
            assert_eq!((&envelope["encrypted"], &envelope["user"]), (&true.into(), &"lotse@example.org".into()), "{how}");
        }
    }

    async fn a_wrong_certificate_is_told_and_the_mail_waits(db: Db) {
        let office = Office::new(db);
        let (_folder, cert, key) = certificate("localhost");
        let (_other, foreign, _) = certificate("localhost");
        let peer = Peer::start(&["--tls", "wrapped", &cert, &key]);
        for server in [
            format!("smtps://localhost:{}", peer.port),
            format!("smtps://localhost:{}?ca={foreign}", peer.port),
            format!("smtps://127.0.0.1:{}?ca={cert}", peer.port),
        ] {
            let problem = office.post(&server, None).check().await.unwrap_err();
            assert!(matches!(problem, MailProblem::Certificate(_)), "{server}: {problem:?}");
            assert!(problem.to_string().contains("the mail server's certificate is not trusted"), "{problem}");
        }
        office.write(1, "a.beispiel@example.org", "Einladung").await;
        let post = office.post(&format!("smtps://localhost:{}", peer.port), None);
        assert_eq!(post.deliver().await.unwrap(), LATER);
        assert_eq!(office.waiting().await, [(false, Some("certificate".to_owned()))]);
    }

    async fn without_starttls_nothing_goes(db: Db) {
        let (office, peer) = (Office::new(db), Peer::start(&[]));
        let post = office.post(&format!("smtp://localhost:{}", peer.port), None);
        assert_eq!(post.check().await, Err(MailProblem::NoTls));
        office.write(1, "a.beispiel@example.org", "Einladung").await;
        assert_eq!(post.deliver().await.unwrap(), LATER);
        assert_eq!(peer.arrived().len(), 0);
    }

    async fn whoever_waits_a_moment_hears_what_came_of_it(db: Db) {
        let (office, peer) = (Office::new(db), Peer::start(&[]));
        let post = office.plain(peer.port);
        let job = tokio::spawn(post.clone().run());
        office.write(1, "a.beispiel@example.org", "Einladung").await;
        assert_eq!(post.settled("account:1", Duration::from_secs(20)).await.unwrap(), []);
        office.write(2, "refused@example.org", "Einladung").await;
        let left = post.settled("account:2", Duration::from_secs(20)).await.unwrap();
        assert!(left.len() == 1 && left[0].given_up, "{left:?}");
        job.abort();
        office.write(3, "a.beispiel@example.org", "Einladung").await;
        let left = post.settled("account:3", Duration::ZERO).await.unwrap();
        assert!(left.len() == 1 && left[0].problem.is_none(), "{left:?}");
    }
}
