use db::{Db, Mail, MailState};
use jiff::{SignedDuration, Timestamp};
use kernel::Lang;
use uuid::Uuid;

const LEASE: SignedDuration = SignedDuration::from_mins(5);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_774_346_400 + seconds).unwrap()
}

/// The mail of a number, written that many seconds after the first.
pub(crate) fn mail(number: u8) -> Mail {
    Mail {
        id: Uuid::from_u128(number.into()),
        about: format!("account:{number}"),
        lang: Lang::De,
        to: "a.beispiel@example.org".parse().unwrap(),
        subject: "Einladung für Łukasz".to_owned(),
        body: "Guten Tag\n\nhier ist Ihr Link.\n".to_owned(),
        made_at: at(number.into()),
    }
}

async fn put(db: &Db, number: u8) {
    let mut tx = db.begin().await.unwrap();
    tx.mail_put(&mail(number)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn failed(db: &Db, number: u8, again: Option<Timestamp>) -> bool {
    let mut tx = db.begin().await.unwrap();
    let known = tx.mail_failed(mail(number).id, "unreachable", again).await.unwrap();
    tx.commit().await.unwrap();
    known
}

async fn taken(db: &Db, now: Timestamp) -> Option<(u8, u32)> {
    let taken = db.mail_take(now, LEASE).await.unwrap()?;
    let number = u8::try_from(taken.mail.id.as_u128()).unwrap();
    assert_eq!(taken.mail, mail(number));
    Some((number, taken.tries))
}

db::contract_tests! {
    async fn a_mail_is_there_if_its_change_is(db: Db) {
        let mut tx = db.begin().await.unwrap();
        tx.mail_put(&mail(1)).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(taken(&db, at(9)).await, None);
        put(&db, 1).await;
        assert_eq!(taken(&db, at(0)).await, None, "it is written later");
        assert_eq!(taken(&db, at(9)).await, Some((1, 1)));
    }

    async fn the_oldest_comes_first_and_nobody_takes_it_twice(db: Db) {
        put(&db, 2).await;
        put(&db, 1).await;
        let all = [taken(&db, at(9)).await, taken(&db, at(9)).await, taken(&db, at(9)).await];
        assert_eq!(all, [Some((1, 1)), Some((2, 1)), None]);
        let later = at(9) + LEASE;
        assert_eq!(taken(&db, later).await, Some((1, 2)), "whoever took it has ended");
    }

    async fn many_at_once_take_each_mail_once(db: Db) {
        for number in 1..=20 {
            put(&db, number).await;
        }
        let take = |db: Db| async move {
            let mut mine = Vec::new();
            while let Some((number, _)) = taken(&db, at(60)).await {
                mine.push(number);
            }
            mine
        };
        let tasks: Vec<_> = (0..4).map(|_| tokio::spawn(take(db.clone()))).collect();
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.unwrap());
        }
        all.sort_unstable();
        assert_eq!(all, (1..=20).collect::<Vec<_>>());
    }

    async fn what_failed_waits_and_what_is_given_up_holds_nothing(db: Db) {
        put(&db, 1).await;
        taken(&db, at(9)).await.unwrap();
        assert!(failed(&db, 1, Some(at(70))).await);
        assert_eq!(taken(&db, at(69)).await, None);
        let state = |given_up, tries| MailState {
            about: "account:1".to_owned(), given_up, tries, problem: Some("unreachable".to_owned()),
        };
        assert_eq!(db.mail_states("account:").await.unwrap(), [state(false, 1)]);
        assert_eq!(taken(&db, at(70)).await, Some((1, 2)));
        assert!(failed(&db, 1, None).await);
        assert_eq!(db.mail_states("account:1").await.unwrap(), [state(true, 2)]);
        assert_eq!(db.mail_states("account:2").await.unwrap(), []);
        assert_eq!(taken(&db, at(9999)).await, None);
        let held = db::Statement::new("held", "SELECT recipient, subject, body FROM mail_queue");
        let rows = db.fetch(&held, &[]).await.unwrap();
        assert!((0..3).all(|column| rows[0].opt_text(column).unwrap().is_none()));
    }

    async fn what_was_sent_or_taken_back_is_gone(db: Db) {
        for number in 1..=3 {
            put(&db, number).await;
        }
        let mut tx = db.begin().await.unwrap();
        assert!(tx.mail_sent(mail(1).id).await.unwrap());
        assert_eq!(tx.mail_cancel("account:2").await.unwrap(), 1);
        assert!(!tx.mail_sent(mail(2).id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!failed(&db, 2, Some(at(1))).await);
        assert_eq!(taken(&db, at(9)).await, Some((3, 1)));
        assert_eq!(taken(&db, at(9)).await, None);
    }

    async fn a_purge_takes_every_mail_of_its_time(db: Db) {
        put(&db, 1).await;
        put(&db, 2).await;
        assert!(!db.mail_has_old(at(0)).await.unwrap());
        assert!(db.mail_has_old(at(1)).await.unwrap());
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.mail_purge(at(1)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(db.mail_states("").await.unwrap().len(), 1);
    }
}
