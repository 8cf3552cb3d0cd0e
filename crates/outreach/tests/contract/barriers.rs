use db::{Db, Statement};
use jiff::{SignedDuration, civil::date};
use kernel::{Actor, FixedClock, Lang, SeededRng};
use outreach::{Draft, OutreachError, Purged, Received, Report, rules};

const WORDS: &str = "Der Knopf hat keinen Namen.";
const CONTACT: &str = "mensch@example.org";

struct Door {
    db: Db,
    clock: FixedClock,
    rng: SeededRng,
}

impl Door {
    fn new(db: Db) -> Self {
        Self {
            db,
            clock: FixedClock::new("2026-03-24T10:00:00.123456789Z".parse().unwrap()),
            rng: SeededRng::new(1),
        }
    }

    async fn report(&self, page: &str) -> Received {
        let draft = Draft { page: page.to_owned(), words: WORDS.to_owned(), contact: CONTACT.to_owned() };
        let checked = rules::check(&draft).unwrap();
        outreach::barrier_report(&self.db, &Actor::Visitor, &self.clock, &self.rng, checked, Lang::En, 28)
            .await
            .unwrap()
    }

    async fn list(&self) -> Vec<Report> {
        outreach::barrier_list(&self.db, &Actor::Operator).await.unwrap()
    }

    async fn close(&self, id: uuid::Uuid) -> Result<bool, OutreachError> {
        outreach::barrier_close(&self.db, &Actor::Operator, &self.clock, &self.rng, id).await
    }

    async fn purge(&self) -> Purged {
        outreach::purge(&self.db, &Actor::Operator, &self.clock, &self.rng).await.unwrap()
    }

    async fn audited(&self) -> Vec<String> {
        static LIST: Statement =
            Statement::new("audit_list", "SELECT actor, action, object, detail FROM audit ORDER BY at, id");
        let rows = self.db.fetch(&LIST, &[]).await.unwrap();
        rows.iter().map(|r| (0..4).map(|i| r.text(i).unwrap()).collect::<Vec<_>>().join(" ")).collect()
    }
}

db::contract_tests! {
    async fn every_statement_can_be_prepared(db: Db) {
        db::testing::prepare_all(&db, outreach::STATEMENTS).await;
    }

    async fn a_report_is_kept_as_it_came_and_the_audit_holds_none_of_it(db: Db) {
        let door = Door::new(db);
        let received = door.report("/termine").await;
        assert_eq!(received.due, date(2026, 4, 21));
        let stored = door.list().await;
        assert_eq!(stored.len(), 1);
        let first = &stored[0];
        assert_eq!((first.id, first.due, first.lang), (received.id, received.due, Lang::En));
        assert_eq!((first.words.as_str(), first.contact.as_deref()), (WORDS, Some(CONTACT)));
        assert_eq!(first.page.as_ref().map(outreach::PageAddress::as_str), Some("/termine"));
        assert!(first.is_open());
        let id = received.id;
        assert_eq!(door.audited().await, [format!("visitor barrier-report barrier:{id} {{\"due\":\"2026-04-21\"}}")]);
    }

    async fn the_most_urgent_comes_first_and_closing_twice_is_once(db: Db) {
        let door = Door::new(db);
        let first = door.report("").await;
        door.clock.advance(SignedDuration::from_hours(48));
        let second = door.report("/daten").await;
        let order: Vec<_> = door.list().await.iter().map(|r| r.id).collect();
        assert_eq!(order, [first.id, second.id]);

        assert!(door.close(first.id).await.unwrap());
        assert!(!door.close(first.id).await.unwrap());
        let open: Vec<_> = door.list().await.into_iter().filter(Report::is_open).map(|r| r.id).collect();
        assert_eq!(open, [second.id]);
        assert_eq!(door.audited().await.iter().filter(|l| l.contains("barrier-close")).count(), 1);
    }

    async fn a_report_that_is_not_there_cannot_be_closed(db: Db) {
        let door = Door::new(db);
        let id = uuid::Uuid::nil();
        let error = door.close(id).await.unwrap_err();
        assert!(matches!(error, OutreachError::NotFound(i) if i == id));
        assert!(door.audited().await.is_empty());
    }

    async fn visitors_may_report_and_nothing_else(db: Db) {
        let door = Door::new(db);
        let received = door.report("/").await;
        assert!(matches!(outreach::barrier_list(&door.db, &Actor::Visitor).await, Err(OutreachError::Forbidden(_))));
        let close = outreach::barrier_close(&door.db, &Actor::Visitor, &door.clock, &door.rng, received.id).await;
        assert!(matches!(close, Err(OutreachError::Forbidden(_))));
        let purge = outreach::purge(&door.db, &Actor::Visitor, &door.clock, &door.rng).await;
        assert!(matches!(purge, Err(OutreachError::Forbidden(_))));
    }

    async fn nothing_is_left_of_a_report_after_twelve_months(db: Db) {
        let door = Door::new(db);
        let done = door.report("/termine").await;
        door.report("/dienste").await;
        door.close(done.id).await.unwrap();
        door.clock.set("2027-03-24T10:00:00Z".parse().unwrap());
        assert_eq!(door.purge().await, Purged::default());
        assert_eq!(door.list().await.len(), 2);

        door.report("/daten").await;
        door.clock.set("2027-03-24T10:00:01Z".parse().unwrap());
        assert_eq!(door.purge().await, Purged { barriers: 2, still_open: 1 });
        assert_eq!(door.purge().await, Purged::default());
        let left = door.list().await;
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].page.as_ref().map(outreach::PageAddress::as_str), Some("/daten"));

        door.clock.advance(SignedDuration::from_hours(24 * 366));
        assert_eq!(door.purge().await, Purged { barriers: 1, still_open: 1 });
        assert!(door.list().await.is_empty());
        let log = door.audited().await.join("\n");
        assert!(!log.contains(WORDS) && !log.contains(CONTACT));
        assert_eq!(log.matches("barrier-purge").count(), 2);
    }
}
