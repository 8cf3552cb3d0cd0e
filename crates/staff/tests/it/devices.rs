use kernel::{Actor, Lack, Permission, Role, Slug};
use staff::{Opened, Problem, SignInError, StaffError, Token, Visit, rules::short_code::ShortCodeProblem};

use crate::{
    authenticator::Authenticator,
    door::{Door, label, visit},
    speed::soon,
};

fn slug(s: &str) -> Slug {
    s.parse().unwrap()
}

fn on(device: &Token) -> Visit {
    Visit { device: Some(device.clone()), ..visit() }
}

async fn tablet(door: &Door) -> (uuid::Uuid, Token) {
    let (device, token) = door.gate.device_enrol(&Actor::Operator, slug("mercado"), &label()).await.unwrap();
    (device.id, token)
}

async fn with_key(door: &Door, key: &mut Authenticator, visit: &Visit) -> Opened {
    let asked = door.gate.passkey_ask().await.unwrap();
    let answer = key.answer(&asked.options);
    door.gate.sign_in_passkey(&asked.ticket, &answer, visit).await.unwrap()
}

db::contract_tests! {
    async fn people_switch_by_short_code_on_their_tablet_only(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let (_, other) = tablet(&door).await;
        let (mut key, first) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let anna = first.session.account().id;
        let opened = with_key(&door, &mut key, &on(&token)).await;
        door.gate.short_code_set(&opened.session, "elbe7").await.unwrap();
        let (_, people) = door.gate.device_people(&on(&token)).await.unwrap().unwrap();
        assert_eq!(people.iter().map(|p| p.id).collect::<Vec<_>>(), [anna]);
        let switched = door.gate.sign_in_short_code(anna, "elbe7", &on(&token)).await.unwrap();
        assert!(!switched.session.is_proven(), "a short code is no second factor");
        assert!(switched.session.actor().require_at(Permission::QueueServe, &slug("mercado")).is_ok());
        let elsewhere = door.gate.sign_in_short_code(anna, "elbe7", &on(&other)).await;
        assert!(matches!(elsewhere, Err(SignInError::Refused)), "{elsewhere:?}");
        let nowhere = door.gate.sign_in_short_code(anna, "elbe7", &visit()).await;
        assert!(matches!(nowhere, Err(SignInError::NoDevice)), "{nowhere:?}");
    }

    async fn use_in_another_process_is_no_idleness_here(db: Db) {
        let elsewhere = db::Db::open(db.url()).await.unwrap();
        let (door, other) = (Door::new(&db), Door::new(&elsewhere));
        let (_, token) = tablet(&door).await;
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let opened = with_key(&door, &mut key, &on(&token)).await;
        let lives = async |door: &Door| door.gate.session(&opened.token, &on(&token)).await.unwrap().is_some();
        let _watch = db.watch_published(0);
        soon(async || db.accounts_seen(std::time::Duration::from_secs(1)).is_some()).await;
        assert!(lives(&door).await);
        for _ in 0..4 {
            other.wait(1);
            assert!(lives(&other).await);
            other.gate.store_seen().await;
        }
        door.wait(4);
        assert!(lives(&door).await);
        door.wait(2);
        assert!(!lives(&door).await);
        elsewhere.close().await;
    }

    async fn a_tablet_locks_itself_after_two_minutes_and_has_one_user(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let (mut anna, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let (mut bela, _) = door.keyed("b.beispiel", Role::Guide, 6).await;
        let first = with_key(&door, &mut anna, &on(&token)).await;
        let second = with_key(&door, &mut bela, &on(&token)).await;
        assert!(door.gate.session(&first.token, &on(&token)).await.unwrap().is_none(), "two at one tablet");
        door.wait(1);
        assert!(door.gate.session(&second.token, &on(&token)).await.unwrap().is_some());
        door.wait(2);
        assert!(door.gate.session(&second.token, &on(&token)).await.unwrap().is_none());
    }

    async fn its_session_does_not_serve_elsewhere(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let (_, other) = tablet(&door).await;
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        for thief in [visit(), on(&other)] {
            let opened = with_key(&door, &mut key, &on(&token)).await;
            assert!(door.gate.session(&opened.token, &thief).await.unwrap().is_none());
            assert!(door.gate.session(&opened.token, &on(&token)).await.unwrap().is_none());
        }
        assert_eq!(door.audited("session-stolen").await.len(), 2);
    }

    async fn only_its_stop_counts_on_it(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let (mut key, first) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let id = first.session.account().id;
        let stops = "mercado tibarg".parse().unwrap();
        door.gate.account_change(&Actor::Operator, id, Role::Guide.into(), &stops).await.unwrap();
        let free = with_key(&door, &mut key, &visit()).await.session.actor();
        let bound = with_key(&door, &mut key, &on(&token)).await.session.actor();
        assert!(free.require_at(Permission::QueueServe, &slug("tibarg")).is_ok());
        assert!(bound.require_at(Permission::QueueServe, &slug("mercado")).is_ok());
        assert_eq!(bound.require_at(Permission::QueueServe, &slug("tibarg")).unwrap_err().lack, Lack::Stop);
        assert!(bound.to_string().contains(" device:"), "{bound}");
    }

    async fn five_wrong_codes_make_it_void(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let opened = with_key(&door, &mut key, &on(&token)).await;
        let anna = opened.session.account().id;
        door.gate.short_code_set(&opened.session, "elbe7").await.unwrap();
        for _ in 0..5 {
            assert!(door.gate.sign_in_short_code(anna, "alster", &on(&token)).await.is_err());
        }
        assert!(door.gate.sign_in_short_code(anna, "elbe7", &on(&token)).await.is_err());
        assert_eq!(door.audited("short-code-void").await.len(), 1);
        with_key(&door, &mut key, &on(&token)).await;
    }

    async fn a_short_code_needs_a_full_sign_in_on_the_tablet(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let (mut key, first) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let refused = door.gate.short_code_set(&first.session, "elbe7").await;
        assert!(matches!(refused, Err(StaffError::NeedsFullSignIn)), "{refused:?}");
        let opened = with_key(&door, &mut key, &on(&token)).await;
        let secret = door.gate.short_code_set(&opened.session, "123956").await;
        assert!(matches!(secret, Err(StaffError::Invalid(Problem::ShortCode(ShortCodeProblem::MaybeSecret)))));
        door.gate.short_code_set(&opened.session, "elbe7").await.unwrap();
        let anna = opened.session.account().id;
        let short = door.gate.sign_in_short_code(anna, "elbe7", &on(&token)).await.unwrap();
        let again = door.gate.short_code_set(&short.session, "alster8").await;
        assert!(matches!(again, Err(StaffError::NeedsFullSignIn)), "{again:?}");
    }

    async fn a_revoked_tablet_is_none(db: Db) {
        let door = Door::new(&db);
        let (id, token) = tablet(&door).await;
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let opened = with_key(&door, &mut key, &on(&token)).await;
        door.gate.device_revoke(&Actor::Operator, id).await.unwrap();
        assert!(door.gate.session(&opened.token, &on(&token)).await.unwrap().is_none());
        assert!(door.gate.device_people(&on(&token)).await.unwrap().is_none());
        let anna = opened.session.account().id;
        assert!(matches!(door.gate.sign_in_short_code(anna, "elbe7", &on(&token)).await, Err(SignInError::NoDevice)));
    }

    async fn a_lead_manages_the_tablets_of_the_own_stop(db: Db) {
        let door = Door::new(&db);
        let lead = door.person("l.beispiel", Role::Lead, "tibarg").await.session.actor();
        let guide = door.person("g.beispiel", Role::Guide, "tibarg").await.session.actor();
        let (foreign, _) = tablet(&door).await;
        let (own, _) = door.gate.device_enrol(&lead, slug("tibarg"), &label()).await.unwrap();
        let seen: Vec<_> = door.gate.devices(&lead).await.unwrap().iter().map(|d| d.id).collect();
        assert_eq!(seen, [own.id]);
        assert!(matches!(door.gate.device_revoke(&lead, foreign).await, Err(StaffError::NotFound)));
        assert!(door.gate.device_enrol(&lead, slug("mercado"), &label()).await.is_err());
        assert!(door.gate.device_enrol(&guide, slug("tibarg"), &label()).await.is_err());
        assert!(door.gate.devices(&guide).await.is_err());
        door.gate.device_revoke(&lead, own.id).await.unwrap();
    }

    async fn a_void_code_opens_nothing_however_many_try_at_once(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let (mut key, _) = door.keyed("a.beispiel", Role::Guide, 5).await;
        let opened = with_key(&door, &mut key, &on(&token)).await;
        let anna = opened.session.account().id;
        door.gate.short_code_set(&opened.session, "elbe7").await.unwrap();
        // All have looked at the code before the first of them is counted.
        let (busy, before) = (db.begin().await.unwrap(), door.gate.hashes_run());
        let mut tries = tokio::task::JoinSet::new();
        for n in 0..15 {
            let (gate, visit) = (door.gate.clone(), on(&token));
            let code = if n == 14 { "elbe7".to_owned() } else { format!("alster{n}") };
            tries.spawn(async move { gate.sign_in_short_code(anna, &code, &visit).await.is_ok() });
        }
        soon(async || door.gate.hashes_run() == before + 15).await;
        busy.rollback().await.unwrap();
        tries.join_all().await;
        let rows = db.audit_list(&db::AuditFilter::default()).await.unwrap();
        let newest = rows.iter().find(|row| ["sign-in", "short-code-void"].contains(&row.entry.action.as_str()));
        assert_eq!(newest.unwrap().entry.action, "short-code-void", "the last of fifteen got in");
    }

    async fn the_record_names_the_tablet(db: Db) {
        let door = Door::new(&db);
        let (_, token) = tablet(&door).await;
        let anna = door.person("a.beispiel", Role::Guide, "mercado").await;
        let opened = door.gate.sign_in_password("a.beispiel", crate::door::PASSWORD, &anna.codes[0], &on(&token)).await;
        let session = opened.unwrap().session;
        let asked = door.gate.passkey_ask_own(&session).await.unwrap();
        let answer = Authenticator::new(7).make(&asked.options);
        door.gate.passkey_add(&session, (&asked.ticket, &answer), &label()).await.unwrap();
        for action in ["recovery-code-use", "passkey-add"] {
            let said = door.audited(action).await;
            assert!(said[0].contains(" device:"), "{said:?}");
        }
    }
}
