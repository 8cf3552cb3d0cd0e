use kernel::{Actor, Role};
use staff::{StaffError, Visit};

use crate::door::{Door, PASSWORD, visit};

async fn lives(door: &Door, opened: &staff::Opened) -> bool {
    door.gate.session(&opened.token, &visit()).await.unwrap().is_some()
}

db::contract_tests! {
    async fn idle_for_half_an_hour_ends_it(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        for _ in 0..4 {
            door.wait(29);
            assert!(lives(&door, &opened).await);
        }
        door.wait(30);
        assert!(!lives(&door, &opened).await);
        door.clock.set("2026-03-24T10:00:00Z".parse().unwrap());
        assert!(!lives(&door, &opened).await, "it is gone for good");
    }

    async fn twelve_hours_are_the_most(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        for _ in 0..(12 * 3 - 1) {
            door.wait(20);
            assert!(lives(&door, &opened).await);
        }
        door.wait(20);
        assert!(!lives(&door, &opened).await);
    }

    async fn a_stolen_secret_ends_the_session_and_is_written_down(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let thief = Visit { user_agent: "curl/8".to_owned(), ..visit() };
        assert!(door.gate.session(&opened.token, &thief).await.unwrap().is_none());
        assert!(!lives(&door, &opened).await, "its owner has to sign in again");
        let said = door.audited("session-stolen").await;
        assert_eq!(said.len(), 1);
        assert!(said[0].contains(&opened.session.account().id.to_string()), "{said:?}");
    }

    async fn a_locked_account_is_out_at_once(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        assert!(lives(&door, &opened).await);
        door.gate.account_lock(&Actor::Operator, opened.session.account().id).await.unwrap();
        assert!(!lives(&door, &opened).await);
    }

    async fn another_process_locks_within_a_second(db: Db) {
        let (door, other) = (Door::new(&db), Door::new(&db));
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        assert!(lives(&door, &opened).await);
        other.gate.account_lock(&Actor::Operator, opened.session.account().id).await.unwrap();
        door.clock.advance(jiff::SignedDuration::from_secs(1));
        assert!(!lives(&door, &opened).await);
    }

    async fn new_rights_need_a_new_session(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let id = opened.session.account().id;
        door.gate.account_change(&Actor::Operator, id, Role::Lead.into(), &"mercado".parse().unwrap()).await.unwrap();
        assert!(!lives(&door, &opened).await);
    }

    async fn the_second_factor_counts_for_five_minutes_and_renews_the_secret(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Admin, "").await;
        door.wait(1);
        let opened = door.gate.sign_in_password("a.beispiel", PASSWORD, &door.code(&anna), &visit()).await.unwrap();
        door.wait(5);
        let session = door.gate.session(&opened.token, &visit()).await.unwrap().unwrap();
        assert!(!session.is_proven());
        let lacking = door.gate.invite(&session.actor(), Door::draft("c.beispiel", "admin", ""), None).await;
        assert!(lacking.is_err());
        assert!(door.gate.prove_code(&session, "000000").await.is_err());
        let token = door.gate.prove_code(&session, &door.code(&anna)).await.unwrap();
        assert!(!lives(&door, &opened).await);
        let session = door.gate.session(&token, &visit()).await.unwrap().unwrap();
        assert!(session.is_proven());
        assert!(door.gate.invite(&session.actor(), Door::draft("b.beispiel", "admin", ""), None).await.is_ok());
    }

    async fn one_sees_and_ends_ones_own_sessions_only(db: Db) {
        let door = Door::new(&db);
        let (_, anna) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let (mut key, bela) = door.keyed("b.beispiel", Role::Guide, 6).await;
        let asked = door.gate.passkey_ask().await.unwrap();
        let answer = key.answer(&asked.options);
        let second = door.gate.sign_in_passkey(&asked.ticket, &answer, &visit()).await.unwrap();
        let all = door.gate.sessions(&second.session).await.unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].browser, "Firefox, Linux");
        let foreign = door.gate.session_end(&bela.session, anna.session.info().id).await;
        assert!(matches!(foreign, Err(StaffError::NotFound)), "{foreign:?}");
        assert!(lives(&door, &anna).await);
        door.gate.session_end(&bela.session, second.session.info().id).await.unwrap();
        assert!(!lives(&door, &second).await);
        door.gate.sign_out(&bela.session).await.unwrap();
        assert!(!lives(&door, &bela).await);
    }

    async fn a_new_password_ends_the_other_sessions(db: Db) {
        let door = Door::new(&db);
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        door.wait(1);
        let other = door.gate.sign_in_password("a.beispiel", PASSWORD, &door.code(&anna), &visit()).await.unwrap();
        door.gate.password_set(&anna.session, &door.new_password()).await.unwrap();
        assert!(!lives(&door, &other).await);
        assert_eq!(door.gate.sessions(&anna.session).await.unwrap().len(), 1);
    }

    async fn forms_belong_to_their_session(db: Db) {
        let door = Door::new(&db);
        let (_, anna) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let (_, bela) = door.keyed("b.beispiel", Role::Guide, 6).await;
        let form = anna.session.form_token();
        assert!(anna.session.is_form(form) && !bela.session.is_form(form) && !anna.session.is_form(""));
        assert_ne!(form, anna.token.to_string());
    }

    async fn what_ended_is_purged(db: Db) {
        let door = Door::new(&db);
        door.keyed("a.beispiel", Role::Guide, 5).await;
        door.gate.passkey_ask().await.unwrap();
        let _ = door.gate.sign_in_password("niemand", "x", "1", &visit()).await;
        assert_eq!(staff::Purged::run(&db, &door.clock).await.unwrap(), staff::Purged::default());
        door.wait(12 * 60);
        let purged = staff::Purged::run(&db, &door.clock).await.unwrap();
        assert_eq!((purged.sessions, purged.remains), (1, 2));
    }

    async fn its_last_use_is_stored_beside_the_request(db: Db) {
        let door = Door::new(&db);
        let (_, opened) = door.keyed("a.beispiel", Role::Guide, 5).await;
        door.wait(20);
        // Somebody else writes for long, or the disk is slow: whoever is signed in does not wait for that.
        let busy = db.begin().await.unwrap();
        let waits = tokio::time::timeout(std::time::Duration::from_secs(2), lives(&door, &opened)).await;
        busy.rollback().await.unwrap();
        assert_eq!(waits, Ok(true));
        let seen = db::Statement::new("seen", "SELECT seen_at FROM staff_session");
        let now = db::instants::to_micros(kernel::Clock::now(&door.clock));
        crate::speed::soon(async || db.fetch(&seen, &[]).await.unwrap()[0].int(0).unwrap() == now).await;
        // After a start nothing is remembered but what is stored.
        let anew = Door::new(&db);
        anew.wait(49);
        assert!(lives(&anew, &opened).await);
    }

    async fn whoever_signs_in_again_leaves_no_session_behind(db: Db) {
        let door = Door::new(&db);
        let (mut key, first) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let asked = door.gate.passkey_ask().await.unwrap();
        let answer = key.answer(&asked.options);
        let same = Visit { session: Some(first.token.clone()), ..visit() };
        let second = door.gate.sign_in_passkey(&asked.ticket, &answer, &same).await.unwrap();
        assert!(!lives(&door, &first).await && lives(&door, &second).await);
    }
}
